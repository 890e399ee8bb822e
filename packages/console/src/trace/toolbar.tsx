import { useEffect, useState } from 'react'
import controls from '../design/controls.module.css'
import { counted, countText } from '../format/numbers.ts'
import type { Overview } from './overview.ts'
import styles from './toolbar.module.css'
import type { Look } from './use-look.ts'
import type { Matches } from './use-matches.ts'

/** What can be done with the waterfall. */
export function Toolbar({
  overview,
  look,
  matches,
  cursor,
  nextMatch,
  failures,
  nextFailure,
}: {
  readonly overview: Overview
  readonly look: Look
  readonly matches: Matches
  readonly cursor: number
  readonly nextMatch: (direction: 1 | -1) => void
  readonly failures: number
  readonly nextFailure: () => void
}) {
  const { grouping, depth, showsPath, correctsClocks, isZoomed, change } = look
  const depths = Array.from({ length: Math.min(6, overview.deepest + (grouping === 'calls' ? 3 : 0)) }, (_, at) => at)
  return (
    <div className={`${controls.bar} ${styles.toolbar}`} role="toolbar" aria-label="Waterfall">
      <Find look={look} matches={matches} cursor={cursor} nextMatch={nextMatch} />
      <select
        aria-label="Arrange rows"
        className={controls.compact}
        value={grouping}
        onChange={(event) => change({ grouping: event.target.value === 'calls' ? 'calls' : 'segments' })}
      >
        <option value="segments">Grouped by segment</option>
        <option value="calls">Nested by call</option>
      </select>
      <select
        aria-label="Depth shown"
        className={controls.compact}
        value={depth ?? 'all'}
        onChange={(event) => change({ depth: event.target.value === 'all' ? null : Number(event.target.value) })}
      >
        <option value="all">All levels</option>
        {depths.map((level) => (
          <option key={level} value={level}>
            {level === 0 ? (grouping === 'calls' ? 'Roots only' : 'Segments only') : counted(level, 'level')}
          </option>
        ))}
        {depth !== undefined && !depths.includes(depth) && <option value={depth}>{counted(depth, 'level')}</option>}
      </select>
      <label className={styles.switch}>
        <input type="checkbox" checked={showsPath} onChange={(event) => change({ showsPath: event.target.checked })} />
        <span className={styles.pathKey} aria-hidden="true" />
        Critical path
      </label>
      {(overview.moved > 0 || !correctsClocks) && (
        <label
          className={styles.switch}
          title="Segments that seem to start before they were called have a clock that is behind"
        >
          <input
            type="checkbox"
            checked={correctsClocks}
            onChange={(event) => change({ correctsClocks: event.target.checked })}
          />
          Correct clocks
          {overview.moved > 0 && ` (${counted(overview.moved, 'segment')})`}
        </label>
      )}
      {failures > 0 && (
        <button type="button" className={controls.compact} title="To the next failure (e)" onClick={nextFailure}>
          Next of {counted(failures, 'failure')}
        </button>
      )}
      {isZoomed && (
        <button type="button" className={controls.compact} onClick={() => change({ zoom: null })}>
          Whole trace
        </button>
      )}
    </div>
  )
}

function Find({
  look,
  matches,
  cursor,
  nextMatch,
}: {
  readonly look: Look
  readonly matches: Matches
  readonly cursor: number
  readonly nextMatch: (direction: 1 | -1) => void
}) {
  const { find, change } = look
  const [text, setText] = useState(find)
  useEffect(() => setText(find), [find])
  useEffect(() => {
    if (text === find) return
    const timer = setTimeout(() => change({ find: text }), 150)
    return () => clearTimeout(timer)
  }, [text, find, change])
  const at = matches.positions.indexOf(cursor)
  const isEmpty = find.trim() === ''
  return (
    <search className={styles.find}>
      <input
        id="find-in-trace"
        type="search"
        className={controls.compact}
        aria-label="Find in this trace"
        placeholder="Find in this trace"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') nextMatch(event.shiftKey ? -1 : 1)
          else if (event.key === 'Escape') setText('')
          else return
          event.preventDefault()
        }}
      />
      <output className={styles.count}>
        {!isEmpty &&
          (matches.positions.length === 0
            ? 'none'
            : at < 0
              ? countText(matches.positions.length)
              : `${countText(at + 1)} of ${countText(matches.positions.length)}`)}
      </output>
      {!isEmpty && matches.positions.length > 0 && (
        <>
          <button type="button" className={styles.step} aria-label="Match before (N)" onClick={() => nextMatch(-1)}>
            ↑
          </button>
          <button type="button" className={styles.step} aria-label="Next match (n)" onClick={() => nextMatch(1)}>
            ↓
          </button>
        </>
      )}
    </search>
  )
}
