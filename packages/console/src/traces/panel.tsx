import type { ReactNode } from 'react'
import controls from '../design/controls.module.css'
import { WarningIcon } from '../design/icons.tsx'
import { Problem } from '../wire/problem.ts'
import styles from './panel.module.css'
import type { Part } from './use-part.ts'

interface PanelProps<T> {
  readonly title: ReactNode
  /** What it is called, where the title is more than words. */
  readonly name: string
  readonly tools?: ReactNode
  readonly part: Part<T>
  readonly className?: string | undefined
  readonly children: (data: T) => ReactNode
}

/** A part of the page with states of its own: its place stays the same while it is asked, and when that fails. */
export function Panel<T>({ title, name, tools, part, className, children }: PanelProps<T>) {
  const { data, error, isOld, isAsking, retry } = part
  return (
    <section className={`${styles.panel} ${className ?? ''}`} aria-label={name} aria-busy={isAsking}>
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        {tools}
      </header>
      {data !== undefined ? (
        <div className={`${styles.body} ${isOld ? styles.old : ''}`}>{children(data)}</div>
      ) : error ? (
        <div className={styles.failure} role="alert">
          <WarningIcon />
          <p>{error instanceof Problem ? error.message : String(error)}</p>
          <button type="button" className={controls.secondary} onClick={retry}>
            Try again
          </button>
        </div>
      ) : (
        <p className={styles.waiting} role="status" data-loading="">
          Counting…
        </p>
      )}
      {isAsking && <span className={styles.asking} aria-hidden="true" />}
    </section>
  )
}
