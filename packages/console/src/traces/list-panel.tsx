import type { TraceListOrder, TraceSetQuestion } from '@roentgen/api'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { Link } from 'wouter'
import controls from '../design/controls.module.css'
import { CloseIcon } from '../design/icons.tsx'
import { Empty, Failure } from '../design/states.tsx'
import { countText } from '../format/numbers.ts'
import { printRange } from '../view/range.ts'
import { useLink, useView } from '../view/use-view.ts'
import { useZone } from '../view/zone.ts'
import type { ListedTrace } from './cells.ts'
import { useChosenColumns } from './chosen-columns.ts'
import { ColumnMenu } from './column-menu.tsx'
import { columnsOf } from './columns.ts'
import { keepTop, keptTop } from './kept-view.ts'
import styles from './list-panel.module.css'
import { withMark } from './marks.ts'
import type { Order } from './order.ts'
import type { Tail } from './tail.ts'
import { TailLine } from './tail-line.tsx'
import { TraceTable } from './trace-table.tsx'
import { useNow } from './use-now.ts'
import { useTail } from './use-tail.ts'
import type { TraceRows } from './use-trace-list.ts'

interface ListPanelProps {
  readonly set: TraceSetQuestion
  readonly list: TraceRows
  readonly order: Order<TraceListOrder>
  readonly onOrder: (order: Order<TraceListOrder>) => void
  readonly isTailing: boolean
  /** undefined: the range ends in the past. */
  readonly onTail: ((isTailing: boolean) => void) | undefined
}

/** The traces themselves, in any order over all that fit. */
export function ListPanel({ set, list, order, onOrder, isTailing, onTail }: ListPanelProps) {
  const { isDone, isAsking, isOld, error } = list
  const { zone } = useZone()
  const { range } = useView()
  const { ids, choose } = useChosenColumns()
  const scroller = useRef<HTMLDivElement>(null)
  const [marked, setMarked] = useState<readonly string[]>([])
  const isRead = () => {
    const table = scroller.current
    return table !== null && (table.scrollTop > 0 || table.contains(document.activeElement))
  }
  const tailing = useTail(set, isTailing, isRead, (id) => list.traces.some((trace) => trace.id === id))
  const { tail, release } = tailing
  const traces = useMemo(() => followed(tail, list.traces), [tail, list.traces])
  const now = useNow(set.end, isTailing)
  const view = useMemo(() => ({ now, zone }), [now, zone])
  const columns = useMemo(() => columnsOf(ids), [ids])
  const onMark = (id: string) => setMarked(withMark(marked, id))
  return (
    <section className={styles.panel} aria-label="List of traces">
      <header className={styles.head}>
        <h2 className={styles.title}>Traces</h2>
        <p className={styles.found} role="status">
          {traces.length > 0 && !isOld && (isDone ? 'all are here' : `the first ${countText(traces.length)} are here`)}
          {error && traces.length > 0 ? (
            <button type="button" className={controls.plain} onClick={list.again}>
              Reading on failed: try again
            </button>
          ) : (
            isAsking && traces.length > 0 && ' · reading on'
          )}
        </p>
        <Marked marked={marked} onClear={() => setMarked([])} />
        <label className={styles.tail} title={onTail === undefined ? 'The range ends in the past' : undefined}>
          <input
            type="checkbox"
            role="switch"
            aria-checked={isTailing}
            checked={isTailing}
            disabled={onTail === undefined}
            onChange={({ target }) => onTail?.(target.checked)}
          />
          Live tail
        </label>
        <ColumnMenu set={set} ids={ids} onChoose={choose} />
      </header>
      {isTailing && (
        <TailLine
          {...tailing}
          onRelease={() => {
            release()
            scroller.current?.scrollTo({ top: 0 })
          }}
        />
      )}
      <Rows list={list} isEmpty={traces.length === 0}>
        <TraceTable
          {...{ scroller, traces, columns, view, order, onOrder, marked, onMark, isOld }}
          fresh={tail.fresh}
          onEnd={list.more}
          top={keptTop(history.state, printRange(range))}
          onScroll={(top) => {
            keepTop(history.state, printRange(range), top)
            if (top === 0 && isTailing) release()
          }}
        />
      </Rows>
    </section>
  )
}

/** The list with what came above it, each trace once. */
function followed({ shown, revised }: Tail, listed: readonly ListedTrace[]): readonly ListedTrace[] {
  if (shown.length === 0 && revised.size === 0) return listed
  const above = new Set(shown.map(({ id }) => id))
  return [...shown, ...listed.filter(({ id }) => !above.has(id)).map((trace) => revised.get(trace.id) ?? trace)]
}

/** The table, or what there is instead of it. */
function Rows({
  list: { error, isDone, again },
  isEmpty,
  children,
}: {
  readonly list: TraceRows
  readonly isEmpty: boolean
  readonly children: ReactNode
}) {
  if (!isEmpty) return children
  if (error) return <Failure error={error} retry={again} />
  if (isDone)
    return (
      <Empty title="No trace fits">
        <p>Of all traces that started in this range. Ask for less, or choose a longer range.</p>
      </Empty>
    )
  return (
    <p className={styles.waiting} role="status" data-loading="">
      Looking for traces…
    </p>
  )
}

/** The two traces that are to be compared. */
function Marked({ marked, onClear }: { readonly marked: readonly string[]; readonly onClear: () => void }) {
  const link = useLink()
  if (marked.length === 0) return null
  return (
    <span className={styles.marked}>
      {marked.length === 1 ? (
        'Mark another to compare'
      ) : (
        <Link className={styles.compare} href={link(`/compare/traces/${marked.join('/')}`)}>
          Compare 2 traces
        </Link>
      )}
      <button type="button" className={`${controls.icon} ${styles.clear}`} aria-label="Mark none" onClick={onClear}>
        <CloseIcon />
      </button>
    </span>
  )
}
