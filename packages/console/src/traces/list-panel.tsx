import type { TraceListOrder, TraceSetQuestion } from '@roentgen/api'
import { type ReactNode, useRef, useState } from 'react'
import { Link } from 'wouter'
import controls from '../design/controls.module.css'
import { CloseIcon } from '../design/icons.tsx'
import { Empty, Failure } from '../design/states.tsx'
import { countText } from '../format/numbers.ts'
import { useLink } from '../view/use-view.ts'
import { useZone } from '../view/zone.ts'
import { useChosenColumns } from './chosen-columns.ts'
import { ColumnMenu } from './column-menu.tsx'
import { columnsOf } from './columns.ts'
import styles from './list-panel.module.css'
import { withMark } from './marks.ts'
import type { Order } from './order.ts'
import { TraceTable } from './trace-table.tsx'
import type { TraceRows } from './use-trace-list.ts'

interface ListPanelProps {
  readonly set: TraceSetQuestion
  readonly list: TraceRows
  readonly order: Order<TraceListOrder>
  readonly onOrder: (order: Order<TraceListOrder>) => void
}

/** The traces themselves, in any order over all that fit. */
export function ListPanel({ set, list, order, onOrder }: ListPanelProps) {
  const { traces, isDone, isAsking, isOld, error } = list
  const { zone } = useZone()
  const { ids, choose } = useChosenColumns()
  const scroller = useRef<HTMLDivElement>(null)
  const [marked, setMarked] = useState<readonly string[]>([])
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
        <ColumnMenu set={set} ids={ids} onChoose={choose} />
      </header>
      <Rows list={list}>
        <TraceTable
          {...{ scroller, traces, order, onOrder, marked, onMark, isOld }}
          columns={columnsOf(ids)}
          view={{ now: set.end, zone }}
          fresh={noneFresh}
          onEnd={list.more}
        />
      </Rows>
    </section>
  )
}

const noneFresh: ReadonlySet<string> = new Set()

/** The table, or what there is instead of it. */
function Rows({
  list: { traces, error, isDone, again },
  children,
}: {
  readonly list: TraceRows
  readonly children: ReactNode
}) {
  if (traces.length > 0) return children
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
