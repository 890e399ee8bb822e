import type { TraceListOrder, TraceSetQuestion } from '@roentgen/api'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import controls from '../design/controls.module.css'
import { Empty, Failure } from '../design/states.tsx'
import { countText } from '../format/numbers.ts'
import { printRange } from '../view/range.ts'
import { useView } from '../view/use-view.ts'
import { useZone } from '../view/zone.ts'
import { useChosenColumns } from './chosen-columns.ts'
import { ColumnMenu } from './column-menu.tsx'
import { columnsOf } from './columns.ts'
import { keepTop, keptTop } from './kept-view.ts'
import styles from './list-panel.module.css'
import { MarkedTraces } from './marked-traces.tsx'
import { withMark } from './marks.ts'
import type { Order } from './order.ts'
import { followed } from './tail.ts'
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
  const count = list.traces.length
  const { zone } = useZone()
  const { range } = useView()
  const { ids, choose } = useChosenColumns()
  const scroller = useRef<HTMLDivElement>(null)
  const tailSwitch = useRef<HTMLInputElement>(null)
  const [marked, setMarked] = useState<readonly string[]>([])
  const isRead = () => {
    const table = scroller.current
    return table !== null && (table.scrollTop > 0 || table.contains(document.activeElement))
  }
  const listed = useMemo(() => new Set(list.traces.map(({ id }) => id)), [list.traces])
  const tailing = useTail(set, isTailing, isRead, (id) => listed.has(id))
  const { tail, release } = tailing
  const traces = useMemo(() => followed(tail, list.traces), [tail, list.traces])
  // Of the answer: the end of its window may be long ago, or still to come.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  const answered = useMemo(() => Date.now() / 1000, [list.traces])
  const now = useNow(answered, isTailing)
  const view = useMemo(() => ({ now, zone }), [now, zone])
  const columns = useMemo(() => columnsOf(ids), [ids])
  const onMark = useCallback((id: string) => setMarked((before) => withMark(before, id)), [])
  const asked = JSON.stringify([set, order])
  const askedBefore = useRef(asked)
  useEffect(() => {
    // Another list begins at its beginning; one that is come back to, where it was left.
    if (askedBefore.current !== asked) scroller.current?.scrollTo({ top: 0 })
    askedBefore.current = asked
  }, [asked])
  return (
    <section className={styles.panel} aria-label="List of traces">
      <header className={styles.head}>
        <h2 className={styles.title}>Traces</h2>
        <p className={styles.found} role="status">
          {!isTailing && !isOld && count > 0 && (isDone ? 'all are here' : `the first ${countText(count)} are here`)}
          {error && count > 0 ? (
            <button type="button" className={controls.plain} onClick={list.again}>
              Reading on failed: try again
            </button>
          ) : (
            isAsking && count > 0 && ' · reading on'
          )}
        </p>
        <MarkedTraces marked={marked} onClear={() => setMarked([])} />
        <label className={styles.tail} title={onTail === undefined ? 'The range ends in the past' : undefined}>
          <input
            ref={tailSwitch}
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
            // The button goes. In the list the focus would hold what comes next.
            tailSwitch.current?.focus({ preventScroll: true })
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
  if (error)
    return (
      <div className={styles.instead}>
        <Failure error={error} retry={again} />
      </div>
    )
  if (isDone)
    return (
      <div className={styles.instead}>
        <Empty title="No trace fits">
          <p>Of all traces that started in this range. Ask for less, or choose a longer range.</p>
        </Empty>
      </div>
    )
  return (
    <p className={styles.waiting} role="status" data-loading="">
      Looking for traces…
    </p>
  )
}
