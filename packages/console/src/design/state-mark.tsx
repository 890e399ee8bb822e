import type { SpanState } from '@roentgen/trace'
import styles from './state-mark.module.css'

const shapes: Readonly<Record<SpanState, string>> = {
  ok: 'm4.5 8.2 2.4 2.4 4.6-5',
  error: 'M8 2.2 14.4 13.4H1.6zM8 6.4v3.2M8 11.4v.3',
  fault: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM5.7 5.7l4.6 4.6m0-4.6-4.6 4.6',
  throttle: 'M2.4 2.4h11.2v11.2H2.4zM5.4 6.4h5.2M5.4 9.6h5.2',
  'in progress': 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM8 4.6V8l2.4 1.5',
}

const names: Readonly<Record<SpanState, string>> = {
  ok: 'OK',
  error: 'Error',
  fault: 'Fault',
  throttle: 'Throttled',
  'in progress': 'In progress',
}

/** A state by shape and colour; its name is read aloud, and shown where there is room. */
export function StateMark({ state, isNamed = false }: { readonly state: SpanState; readonly isNamed?: boolean }) {
  return (
    <span className={styles.mark} data-state={state}>
      <svg
        width="15"
        height="15"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        aria-hidden="true"
      >
        <path d={shapes[state]} strokeLinecap="round" strokeLinejoin="round" />
      </svg>
      <span className={isNamed ? undefined : 'unseen'}>{names[state]}</span>
    </span>
  )
}
