import controls from '../design/controls.module.css'
import { counted, countText } from '../format/numbers.ts'
import type { LiveState } from '../live/live-connection.ts'
import type { Tail } from './tail.ts'
import styles from './tail-line.module.css'

interface TailLineProps {
  readonly tail: Tail
  readonly state: LiveState
  readonly error: unknown
  readonly onRelease: () => void
}

const away: Partial<Record<LiveState, string>> = {
  connecting: 'connecting',
  polling: 'the live stream is away; it is tried again',
  paused: 'live updates are paused (p)',
}

/** How many came since the list is followed, and what is in the way. */
export function TailLine({ tail: { came, held, running, isIncomplete }, state, error, onRelease }: TailLineProps) {
  return (
    <div className={styles.line}>
      <p>
        <span className={styles.dot} data-live={state === 'live'} aria-hidden="true" />
        {came === 0 ? 'Waiting for traces' : `${counted(came, 'trace')} came`}
        {running.size > 0 && `, ${countText(running.size)} in progress`}
        {away[state] !== undefined && ` · ${away[state]}`}
        {isIncomplete && ' · some may be missing: run the query again'}
        {error !== undefined && ' · the last question failed'}
      </p>
      {held.length > 0 && (
        <button type="button" className={controls.compact} onClick={onRelease}>
          Show {countText(held.length)} new above
        </button>
      )}
    </div>
  )
}
