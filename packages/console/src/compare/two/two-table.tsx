import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useWidth } from '../../trace/use-width.ts'
import { useLink } from '../../view/use-view.ts'
import { nextDifference } from './seen-rows.ts'
import type { TwoRow } from './two-picture.ts'
import styles from './two-table.module.css'
import { TwoTableRow } from './two-table-row.tsx'

interface TwoTableProps {
  readonly rows: readonly TwoRow[]
  /** Positions of those that are shown. */
  readonly seen: readonly number[]
  readonly folded: ReadonlySet<number>
  readonly onFold: (at: number) => void
  readonly ids: readonly [string, string]
}

/** Below that there is no room for a column each. */
const narrow = 720

/** Both traces as one tree: j and k or arrows move, ← and → fold and unfold, e goes to the next difference. */
export function TwoTable({ rows, seen, folded, onFold, ids }: TwoTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const width = useWidth(scroller)
  const isNarrow = width > 0 && width < narrow
  const [chosen, setCurrent] = useState(0)
  // There may be fewer rows by now.
  const current = Math.max(0, Math.min(chosen, seen.length - 1))
  const link = useLink()
  const virtual = useVirtualizer({
    count: seen.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? 62 : 32),
    overscan: 12,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are of another height then
  useEffect(() => virtual.measure(), [isNarrow])
  const shown = virtual.getVirtualItems()
  // The tab key finds a way in although the current row was scrolled away.
  const reached = shown.some(({ index }) => index === current) ? current : (virtual.range?.startIndex ?? 0)
  const moveTo = (index: number) => {
    const next = Math.min(Math.max(index, 0), seen.length - 1)
    setCurrent(next)
    virtual.scrollToIndex(next)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus({ preventScroll: true }),
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const at = seen[current] ?? 0
    const row = rows[at]
    if (row === undefined) return
    const step = steps[event.key]
    if (step !== undefined) moveTo(current + step)
    else if (event.key === 'Home') moveTo(0)
    else if (event.key === 'End') moveTo(seen.length - 1)
    else if (event.key === 'e' || event.key === 'E') {
      const next = nextDifference(rows, seen, folded, current, event.key === 'e' ? 1 : -1)
      if (next >= 0) moveTo(next)
    } else if (event.key === 'ArrowRight') {
      if (folded.has(at)) onFold(at)
      else if (row.below > 0) moveTo(current + 1)
    } else if (event.key === 'ArrowLeft') {
      if (row.below > 0 && !folded.has(at)) onFold(at)
      else if (row.parent >= 0) moveTo(seen.indexOf(row.parent))
    } else return
    event.preventDefault()
  }
  const most = rows.reduce((max, { difference }) => Math.max(max, Math.abs(difference ?? 0)), 1)
  return (
    <div
      ref={scroller}
      role="treegrid"
      aria-label="Rows of both traces"
      aria-rowcount={seen.length + 1}
      className={`${styles.table} ${isNarrow ? styles.narrow : ''}`}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: headings do nothing */}
      <div role="row" aria-rowindex={1} className={`${styles.row} ${styles.head}`}>
        {['Name', 'In B', 'A', 'B', 'Difference', 'Own difference'].map((name, index) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: headings do nothing
          <div key={name} role="columnheader" className={index > 1 ? styles.number : undefined}>
            {name}
          </div>
        ))}
      </div>
      <div role="presentation" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, start }) => {
          const at = seen[index]
          const row = at === undefined ? undefined : rows[at]
          if (row === undefined || at === undefined) return null
          return (
            <TwoTableRow
              key={at}
              row={row}
              index={index}
              top={start}
              most={most}
              isCurrent={index === current}
              isReached={index === reached}
              isFolded={folded.has(at)}
              onFocus={() => setCurrent(index)}
              onFold={() => onFold(at)}
              hrefs={[
                row.a && link(`/traces/${ids[0]}`, { extra: { segment: row.a.key } }),
                row.b && link(`/traces/${ids[1]}`, { extra: { segment: row.b.key } }),
              ]}
            />
          )
        })}
      </div>
    </div>
  )
}

const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, PageDown: 15, PageUp: -15 }
