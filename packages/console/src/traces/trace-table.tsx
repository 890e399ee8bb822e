import type { TraceListOrder } from '@roentgen/api'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { useLink } from '../view/use-view.ts'
import type { CellView, ListedTrace } from './cells.ts'
import { type Column, leastWidth } from './columns.ts'
import type { Order } from './order.ts'
import styles from './trace-table.module.css'
import { TraceTableHead } from './trace-table-head.tsx'
import { TraceTableRow } from './trace-table-row.tsx'

const rowHeight = 32

interface TraceTableProps {
  /** The element that scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly traces: readonly ListedTrace[]
  readonly columns: readonly Column[]
  readonly view: CellView
  readonly order: Order<TraceListOrder>
  readonly onOrder: (order: Order<TraceListOrder>) => void
  /** Ids of the traces that are to be compared. */
  readonly marked: readonly string[]
  readonly onMark: (id: string) => void
  /** Ids of the traces that came while the page was looked at. */
  readonly fresh: ReadonlySet<string>
  /** The last row is on screen and there may be more. */
  readonly onEnd: () => void
  /** Where the list begins to be looked at, pixels. */
  readonly top: number
  readonly onScroll: (top: number) => void
  readonly isOld: boolean
}

/** The list of the workshop's page: j and k or arrows move, Enter opens, x marks for comparison. */
export function TraceTable(props: TraceTableProps) {
  const { scroller, traces, columns, view, order, onOrder, marked, onMark, fresh, onEnd, top, onScroll, isOld } = props
  const [current, setCurrent] = useState<string>()
  const [, navigate] = useLocation()
  const link = useLink()
  const rows = useVirtualizer({
    count: traces.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => traces[index]?.id ?? index,
    overscan: 12,
    initialOffset: top,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? -1
  useEffect(() => {
    if (last >= traces.length - 30) onEnd()
  }, [last, traces.length, onEnd])

  // A row keeps its place for the keyboard although others come above it.
  const at = Math.max(
    0,
    traces.findIndex(({ id }) => id === current),
  )
  // The tab key finds a way in although that row was scrolled away.
  const reached = shown.some(({ index }) => index === at) ? at : (rows.range?.startIndex ?? 0)
  const moveTo = (index: number) => {
    const next = Math.min(Math.max(index, 0), traces.length - 1)
    setCurrent(traces[next]?.id)
    rows.scrollToIndex(next)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"] a`)?.focus({ preventScroll: true }),
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isOfHead(event.target)) return
    const step = steps[event.key]
    const trace = traces[at]
    if (step !== undefined) moveTo(at + step)
    else if (event.key === 'Home' || event.key === 'End') moveTo(event.key === 'Home' ? 0 : traces.length - 1)
    else if (event.key === 'x' && trace !== undefined) onMark(trace.id)
    else if (event.key === 'Enter' && event.target === scroller.current && trace !== undefined)
      navigate(link(`/traces/${trace.id}`))
    else return
    event.preventDefault()
  }
  const grid = useMemo(
    () => ({ gridTemplateColumns: columns.map(({ width }) => width).join(' '), minWidth: leastWidth(columns) }),
    [columns],
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a real table cannot be virtual and sized by a grid
    <div
      ref={scroller}
      role="table"
      aria-label="Traces"
      aria-rowcount={traces.length + 1}
      aria-busy={isOld}
      className={styles.table}
      onKeyDown={onKeyDown}
      onScroll={({ currentTarget }) => onScroll(currentTarget.scrollTop)}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the buttons in it take the focus */}
      <div role="row" aria-rowindex={1} className={`${styles.row} ${styles.head}`} style={grid}>
        {columns.map((column) => (
          <TraceTableHead key={column.id} column={column} order={order} onOrder={onOrder} />
        ))}
      </div>
      <div
        role="presentation"
        className={`${styles.body} ${isOld ? styles.old : ''}`}
        style={{ height: rows.getTotalSize(), minWidth: grid.minWidth }}
      >
        {shown.map(({ index, start, key }) => {
          const trace = traces[index]
          return trace === undefined ? null : (
            <TraceTableRow
              key={key}
              {...{ trace, index, columns, view, grid }}
              top={start}
              isCurrent={index === at}
              isReached={index === reached}
              isMarked={marked.includes(trace.id)}
              isFresh={fresh.has(trace.id)}
              onMark={onMark}
              onFocus={setCurrent}
            />
          )
        })}
      </div>
    </div>
  )
}

const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, PageDown: 15, PageUp: -15 }

function isOfHead(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[role=columnheader]') !== null
}
