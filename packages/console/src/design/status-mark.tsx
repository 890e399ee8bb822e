import styles from './status-mark.module.css'

export type Status = 'ok' | 'error' | 'fault' | 'throttle' | 'in progress'

export const statusNames: Readonly<Record<Status, string>> = {
  ok: 'OK',
  error: 'Error',
  fault: 'Fault',
  throttle: 'Throttle',
  'in progress': 'In progress',
}

/** A status by shape and colour both; its name is read aloud, and shown when asked for. */
export function StatusMark({ status, named = false }: { readonly status: Status; readonly named?: boolean }) {
  return (
    <span className={styles.mark} data-status={status} title={named ? undefined : statusNames[status]}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
        {shapes[status]}
      </svg>
      <span className={named ? undefined : 'unseen'}>{statusNames[status]}</span>
    </span>
  )
}

const shapes: Readonly<Record<Status, React.ReactNode>> = {
  ok: <path d="M3 7.4 5.9 10.2 11.2 4.2" fill="none" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" />,
  error: <path d="M7 1.8 13 12.2H1z" fill="currentColor" />,
  fault: (
    <path
      d="M7 1a6 6 0 1 0 0 12A6 6 0 0 0 7 1zM4.7 4.7l4.6 4.6M9.3 4.7 4.7 9.3"
      fill="currentColor"
      stroke="var(--surface)"
      strokeWidth="1.4"
    />
  ),
  throttle: <path d="M1.5 2.5h11L8.6 7.2v4.3l-3.2 1V7.2z" fill="currentColor" />,
  'in progress': (
    <>
      <circle cx="7" cy="7" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M7 4v3.2l2.2 1.3" fill="none" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
}
