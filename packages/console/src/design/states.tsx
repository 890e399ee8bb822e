import type { ReactNode } from 'react'
import { Problem } from '../wire/problem.ts'
import controls from './controls.module.css'
import styles from './states.module.css'

/** While the first answer is awaited. Shown only after a moment, so that quick answers do not flicker. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <p className={styles.loading} role="status" data-loading="">
      Loading {what}…
    </p>
  )
}

/** Nothing is wrong, there is just nothing: says why, and where to go. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={styles.note}>
      <h2>{title}</h2>
      {children}
    </div>
  )
}

/** A question that failed: what happened, and a way to try again. */
export function Failure({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const problem = error instanceof Problem ? error : new Problem('Error', String(error))
  return (
    <div className={`${styles.note} ${styles.failure}`} role="alert">
      <h2>That did not work</h2>
      <p>{problem.message}</p>
      <p className={styles.code}>{problem.code}</p>
      {retry && (
        <button type="button" className={controls.secondary} onClick={retry}>
          Try again
        </button>
      )}
    </div>
  )
}
