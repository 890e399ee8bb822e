import type { RequestState } from './ring.ts'
import styles from './state-mark.module.css'

export const stateNames: Readonly<Record<RequestState, string>> = {
  ok: 'OK',
  error: 'Error',
  fault: 'Fault',
  throttle: 'Throttle',
}

/** Each state has a form of its own: a disc, a triangle, a cross in a square, a diamond. */
const forms: Readonly<Record<RequestState, string>> = {
  ok: 'M6 1a5 5 0 1 0 .01 0z',
  error: 'M6 .8L11.600 11H.4z',
  fault:
    'M1 1h10v10H1zM3 4.200L4.200 3 6 4.800 7.800 3 9 4.200 7.200 6 9 7.800 7.800 9 6 7.200 4.200 9 3 7.800 4.800 6z',
  throttle: 'M6 .4L11.600 6 6 11.600.4 6z',
}

export function StateMark({ state, isBare = false }: { readonly state: RequestState; readonly isBare?: boolean }) {
  return (
    <span className={`${styles.mark} ${styles[state]}`}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
        <path fillRule="evenodd" d={forms[state]} fill="currentColor" />
      </svg>
      {!isBare && <span className={styles.name}>{stateNames[state]}</span>}
    </span>
  )
}
