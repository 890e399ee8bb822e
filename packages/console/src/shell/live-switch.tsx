import { PauseIcon, PlayIcon } from '../design/icons.tsx'
import { useKeys } from '../keys/use-keys.ts'
import { useLive } from '../live/live.tsx'
import { type LiveState, pollingSeconds } from '../live/live-connection.ts'
import styles from './live-switch.module.css'

const words: Readonly<Record<LiveState, { readonly short: string; readonly long: string }>> = {
  connecting: { short: 'Live', long: 'Live updates begin' },
  live: { short: 'Live', long: 'Live: the page follows what comes in' },
  polling: {
    short: `Every ${pollingSeconds} s`,
    long: `The live stream is away: the page asks every ${pollingSeconds} s`,
  },
  paused: { short: 'Paused', long: 'Paused: the page stays as it is' },
  hidden: { short: 'Live', long: 'Nobody looks' },
}

/** Says whether the page follows what comes in, and stops or starts that. */
export function LiveSwitch() {
  const { state, setPaused } = useLive()
  const isPaused = state === 'paused'
  const toggle = () => setPaused(!isPaused)
  useKeys({ pause: toggle })
  return (
    <button
      type="button"
      className={styles.switch}
      aria-pressed={isPaused}
      aria-label={`Pause live updates. ${words[state].long}`}
      title={words[state].long}
      onClick={toggle}
      data-state={state}
    >
      <span className={styles.dot} />
      <span className={styles.word}>{words[state].short}</span>
      {isPaused ? <PlayIcon /> : <PauseIcon />}
    </button>
  )
}
