import type { TraceGroups, TraceGroupsOrder, TraceKey } from '@roentgen/api'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { withFilter, withoutFilter } from '../compare/filter-texts.ts'
import { StatusMark } from '../design/status-mark.tsx'
import { keyName } from '../format/trace-keys.ts'
import { useView } from '../view/use-view.ts'
import { GroupRow } from './group-row.tsx'
import styles from './group-table.module.css'
import type { Order } from './order.ts'
import { commonHost } from './short-url.ts'
import { ariaSort, SortHead } from './sort-head.tsx'

interface GroupTableProps {
  readonly keyed: TraceKey
  readonly groups: Pick<TraceGroups, 'groups'>
  readonly order: Order<TraceGroupsOrder>
  readonly onSort: (by: TraceGroupsOrder) => void
}

const columns: readonly { readonly by: TraceGroupsOrder; readonly name: ReactNode; readonly title?: string }[] = [
  { by: 'mean', name: 'Avg', title: 'Average response time' },
  { by: 'p95', name: 'p95', title: '95 of 100 answered as fast or faster' },
  {
    by: 'count',
    name: '% of traces',
    title: 'Share of the traces found; a trace with several values counts with each',
  },
  { by: 'count', name: 'Count' },
  { by: 'ok', name: <StatusMark status="ok" />, title: 'Responses that are OK' },
  { by: 'throttle', name: <StatusMark status="throttle" />, title: 'Throttled (429)' },
  { by: 'error', name: <StatusMark status="error" />, title: 'Errors of the client (4xx)' },
  { by: 'fault', name: <StatusMark status="fault" />, title: 'Faults of the service (5xx)' },
]

/** The table of the workshop's page. Arrows go from value to value; Enter adds it to the filter. */
export function GroupTable({ keyed, groups: { groups }, order, onSort }: GroupTableProps) {
  const { filter, change } = useView()
  const body = useRef<HTMLTableSectionElement>(null)
  const [current, setCurrent] = useState(0)
  // A value that no filter finds has no button: the keyboard passes it by.
  const reached = groups.flatMap(({ filter: own }, row) => (own === null ? [] : [row]))
  const at = reached.find((row) => row >= current) ?? reached.at(-1) ?? 0
  const host = keyed === 'url' ? commonHost(groups.map(({ value }) => value)) : undefined
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key]
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const next = (step > 0 ? reached.find((row) => row > at) : reached.findLast((row) => row < at)) ?? at
    setCurrent(next)
    const row = body.current?.rows[next]
    row?.querySelector<HTMLElement>('[data-value]')?.focus()
    row?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div className={styles.scroller}>
      <table className={styles.table}>
        <caption className="unseen">Traces by {keyName(keyed)}</caption>
        <thead>
          <tr>
            <th scope="col" aria-sort={ariaSort(order.by === 'value' ? order.direction : undefined)}>
              <SortHead
                name={keyName(keyed)}
                direction={order.by === 'value' ? order.direction : undefined}
                onPress={() => onSort('value')}
              />
            </th>
            {columns.map(({ by, name, title = '' }, column) => {
              // Share and count are one order.
              const direction = order.by === by ? order.direction : undefined
              return (
                <th
                  // biome-ignore lint/suspicious/noArrayIndexKey: they never move
                  key={column}
                  scope="col"
                  className={styles.number}
                  aria-sort={ariaSort(direction)}
                >
                  <SortHead name={name} title={title} direction={direction} onPress={() => onSort(by)} />
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown}>
          {groups.map((group, row) => (
            <GroupRow
              key={JSON.stringify([group.value, group.type])}
              keyed={keyed}
              group={group}
              host={host}
              isCurrent={row === at}
              onFocus={() => setCurrent(row)}
              onInclude={(part) => change({ filter: withFilter(filter, part) })}
              onExclude={(part) => change({ filter: withoutFilter(filter, part) })}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}
