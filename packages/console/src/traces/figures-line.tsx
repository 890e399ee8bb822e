import type { TraceFigures } from '@roentgen/api'
import { Link, useSearch } from 'wouter'
import { withFilter } from '../compare/filter-texts.ts'
import controls from '../design/controls.module.css'
import { type Status, StatusMark } from '../design/status-mark.tsx'
import { countText, durationText, shareText } from '../format/numbers.ts'
import { useView } from '../view/use-view.ts'
import { changeSearch } from '../view/view.ts'
import styles from './figures-line.module.css'
import type { Part } from './use-part.ts'

const states = ['ok', 'error', 'throttle', 'fault'] as const satisfies readonly Status[]
const times = ['p50', 'p95', 'p99'] as const

/** How many traces there are, of which state, and how fast: exact, and each number leads to its traces. */
export function FiguresLine({ part: { data, error, isOld, retry } }: { readonly part: Part<TraceFigures> }) {
  const { filter } = useView()
  if (error && data === undefined)
    return (
      <p className={styles.line} role="alert">
        The traces could not be counted.{' '}
        <button type="button" className={controls.plain} onClick={retry}>
          Try again
        </button>
      </p>
    )
  if (data === undefined)
    return (
      <p className={styles.line} role="status" data-loading="">
        Counting…
      </p>
    )
  return (
    <div className={`${styles.line} ${isOld ? styles.old : ''}`}>
      <p role="status">
        <strong className={styles.count}>{countText(data.count)}</strong> {data.count === 1 ? 'trace' : 'traces'}
      </p>
      <ul className={styles.states} aria-label="Traces by state">
        {states.map((state) => (
          <li key={state}>
            <StateLink state={state} count={data[state]} all={data.count} filter={withFilter(filter, state)} />
          </li>
        ))}
      </ul>
      {data.answered > 0 && (
        <dl className={styles.times}>
          <div>
            <dt>Average</dt>
            <dd>{data.mean === null ? '–' : durationText(data.mean)}</dd>
          </div>
          {times.map((name) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{durationText(data[name] ?? 0)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

const names = { ok: 'OK', error: 'Errors', throttle: 'Throttled', fault: 'Faults' } as const

interface StateLinkProps {
  readonly state: (typeof states)[number]
  readonly count: number
  readonly all: number
  readonly filter: string
}

function StateLink({ state, count, all, filter }: StateLinkProps) {
  const search = useSearch()
  const words = (
    <>
      <span aria-hidden="true">
        <StatusMark status={state} />
      </span>
      <span className={styles.number}>{countText(count)}</span>
      <span className={styles.word}>{names[state]}</span>
    </>
  )
  if (count === 0) return <span className={`${styles.state} ${styles.none}`}>{words}</span>
  return (
    <Link
      className={styles.state}
      href={`/traces${changeSearch(search, { filter })}`}
      title={`${shareText(count / all)} of these traces: show them alone`}
    >
      {words}
    </Link>
  )
}
