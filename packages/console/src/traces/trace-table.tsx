import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { StatusMark } from '../design/status-mark.tsx'
import { countText, durationText } from '../format/numbers.ts'
import { ageText, dateTimeText } from '../format/times.ts'
import { useLink } from '../view/use-view.ts'
import type { TraceSummary } from '../wire/trace-summaries.ts'
import { annotationCount, annotationText, nameOf, shortId, statusOf } from './summary-cells.ts'
import styles from './trace-table.module.css'

const rowHeight = 34

interface TraceTableProps {
  readonly traces: readonly TraceSummary[]
  /** The last row is on screen and there may be more. */
  readonly onEnd: () => void
  /** The moment that ages are told from, in seconds. */
  readonly now: number
}

const columns = ['ID', 'Age', 'Method', 'Response', 'Response time', 'URL', 'Client IP', 'Annotations'] as const

/** The list of the workshop's page: j and k or arrows move, Enter opens. */
export function TraceTable({ traces, onEnd, now }: TraceTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(0)
  const [, navigate] = useLocation()
  const link = useLink()
  const rows = useVirtualizer({
    count: traces.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? -1
  useEffect(() => {
    if (last >= traces.length - 30) onEnd()
  }, [last, traces.length, onEnd])

  const moveTo = (index: number) => {
    const next = Math.min(Math.max(index, 0), traces.length - 1)
    setCurrent(next)
    rows.scrollToIndex(next)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"] a`)?.focus({ preventScroll: true }),
    )
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const step = steps[event.key]
    if (step !== undefined) {
      event.preventDefault()
      moveTo(current + step)
    } else if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault()
      moveTo(event.key === 'Home' ? 0 : traces.length - 1)
    } else if (event.key === 'Enter' && event.target === scroller.current) {
      const trace = traces[current]
      if (trace !== undefined) navigate(link(`/traces/${trace.Id}`))
    }
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a real table cannot be virtual and sized by a grid
    <div
      ref={scroller}
      role="table"
      aria-label="Traces"
      aria-rowcount={traces.length + 1}
      className={styles.table}
      onKeyDown={onKeyDown}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: headings do nothing */}
      <div role="row" aria-rowindex={1} className={`${styles.row} ${styles.head}`}>
        {columns.map((name) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: headings do nothing
          <div
            key={name}
            role="columnheader"
            className={`${styles.cell} ${name === 'Response time' ? styles.number : ''}`}
          >
            {name}
          </div>
        ))}
      </div>
      <div role="presentation" className={styles.body} style={{ height: rows.getTotalSize() }}>
        {shown.map(({ index, start }) => {
          const trace = traces[index]
          return trace === undefined ? null : (
            // biome-ignore lint/a11y/useSemanticElements: as above
            // biome-ignore lint/a11y/useFocusableInteractive: the link in it takes the focus
            <div
              key={trace.Id}
              role="row"
              aria-rowindex={index + 2}
              data-index={index}
              className={`${styles.row} ${index === current ? styles.current : ''}`}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Cells trace={trace} now={now} isCurrent={index === current} onFocus={() => setCurrent(index)} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, PageDown: 15, PageUp: -15 }

interface CellsProps {
  readonly trace: TraceSummary
  readonly now: number
  readonly isCurrent: boolean
  readonly onFocus: () => void
}

function Cells({ trace, now, isCurrent, onFocus }: CellsProps) {
  const link = useLink()
  const annotations = annotationCount(trace)
  const { Http: http } = trace
  const name = nameOf(trace)
  return (
    <>
      <Cell>
        <StatusMark status={statusOf(trace)} />{' '}
        <Link href={link(`/traces/${trace.Id}`)} tabIndex={isCurrent ? 0 : -1} onFocus={onFocus} title={trace.Id}>
          <code>{shortId(trace.Id)}</code>
        </Link>
      </Cell>
      <Cell title={dateTimeText(trace.StartTime, 'local', true)}>{ageText(trace.StartTime, now)}</Cell>
      <Cell>{http.HttpMethod ?? '-'}</Cell>
      <Cell>{http.HttpStatus ?? '-'}</Cell>
      <Cell isNumber>{durationText(trace.ResponseTime ?? trace.Duration)}</Cell>
      <Cell title={name}>{name.slice(0, 300)}</Cell>
      <Cell>{http.ClientIp ?? '-'}</Cell>
      <Cell title={annotationText(trace).slice(0, 2000)}>{annotations === 0 ? '-' : countText(annotations)}</Cell>
    </>
  )
}

interface CellProps {
  readonly children: React.ReactNode
  readonly title?: string
  readonly isNumber?: boolean
}

function Cell({ children, title, isNumber = false }: CellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a real table cannot be virtual and sized by a grid
    <div role="cell" className={`${styles.cell} ${isNumber ? styles.number : ''}`} title={title}>
      {children}
    </div>
  )
}
