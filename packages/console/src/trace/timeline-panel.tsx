import { useEffect, useMemo, useState } from 'react'
import { DetailsPanel } from './details/details-panel.tsx'
import type { Reading } from './reading.ts'
import type { Row } from './row.ts'
import styles from './timeline-panel.module.css'
import { Toolbar } from './toolbar.tsx'
import type { Picture } from './trace-reader.ts'
import type { Look } from './use-look.ts'
import { useMatches } from './use-matches.ts'
import { type Collapsed, collapsedFrom, revealing, visibleRows } from './visible-rows.ts'
import { Waterfall } from './waterfall.tsx'

function isFailure(state: Row['state']): boolean {
  return state === 'fault' || state === 'throttle' || state === 'error'
}

const nothing: Collapsed = new Set()

/** The waterfall with its tools, and the details of the row that is chosen. */
export function TimelinePanel({
  picture,
  reading,
  look,
  traceId,
}: {
  readonly picture: Picture
  readonly reading: Reading
  readonly look: Look
  readonly traceId: string
}) {
  const { rows, overview } = picture
  const { depth, selected, find, change } = look
  const [collapsed, setCollapsed] = useState<Collapsed>(() =>
    depth === undefined ? nothing : collapsedFrom(rows, depth),
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that are read again keep what people collapsed
  useEffect(() => setCollapsed(depth === undefined ? nothing : collapsedFrom(rows, depth)), [depth, look.grouping])

  const positions = useMemo(() => new Map(rows.map(({ key }, position) => [key, position])), [rows])
  const visible = useMemo(() => visibleRows(rows, collapsed), [rows, collapsed])
  const chosen = selected === undefined ? undefined : positions.get(selected)
  const [cursor, setCursor] = useState(chosen ?? 0)
  const matches = useMatches(reading, picture, find)

  const moveTo = (position: number, isChosen = selected !== undefined) => {
    const row = rows[position]
    if (row === undefined) return
    setCursor(position)
    setCollapsed((before) => revealing(rows, before, position))
    if (isChosen && row.key !== selected) change({ selected: row.key })
  }
  useEffect(() => {
    if (chosen === undefined) return
    setCursor(chosen)
    setCollapsed((before) => revealing(rows, before, chosen))
  }, [chosen, rows])

  const nextOf = (found: readonly number[], direction: 1 | -1) => {
    if (found.length === 0) return
    const ahead = direction === 1 ? found.find((at) => at > cursor) : found.findLast((at) => at < cursor)
    moveTo(ahead ?? (direction === 1 ? found[0] : found.at(-1)) ?? cursor)
  }
  const nextMatch = (direction: 1 | -1) => nextOf(matches.positions, direction)
  const failures = useMemo(() => rows.flatMap(({ state }, at) => (isFailure(state) ? [at] : [])), [rows])
  const nextFailure = (direction: 1 | -1) => nextOf(failures, direction)
  const toggle = (position: number) => {
    const row = rows[position]
    if (row === undefined || row.below === 0) return
    const next = new Set(collapsed)
    if (!next.delete(row.key)) next.add(row.key)
    setCollapsed(next)
    // What was chosen below it is hidden with it.
    if (cursor > position && cursor <= position + row.below) setCursor(position)
  }

  const chosenRow = chosen === undefined ? undefined : rows[chosen]
  return (
    <div className={styles.panel} data-details={chosenRow !== undefined}>
      <div className={styles.main}>
        <Toolbar
          overview={overview}
          look={look}
          matches={matches}
          cursor={cursor}
          nextMatch={nextMatch}
          failures={failures.length}
          nextFailure={() => nextFailure(1)}
        />
        <Waterfall
          rows={rows}
          visible={visible}
          collapsed={collapsed}
          duration={Math.max(1, overview.duration)}
          look={look}
          cursor={cursor}
          matches={matches.set}
          moveTo={moveTo}
          toggle={toggle}
          nextMatch={nextMatch}
          nextFailure={nextFailure}
        />
      </div>
      {chosenRow !== undefined && (
        <DetailsPanel
          row={chosenRow}
          picture={picture}
          reading={reading}
          traceId={traceId}
          go={(key) => moveTo(positions.get(key) ?? cursor, true)}
          close={() => {
            change({ selected: null })
            document.getElementById('waterfall')?.focus()
          }}
        />
      )}
    </div>
  )
}
