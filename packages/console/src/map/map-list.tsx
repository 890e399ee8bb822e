import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import { Switcher } from '../design/switcher.tsx'
import { counted, durationText, rateText, shareText } from '../format/numbers.ts'
import type { GraphComparison } from './comparison.ts'
import type { MapGraph } from './graph.ts'
import { type Column, edgeRows, type ListRow, nodeRows, type Order, shownRows } from './list-rows.ts'
import styles from './map-list.module.css'
import { shareOf } from './rates.ts'
import { type RequestState, states } from './ring.ts'
import type { Selection } from './use-map-view.ts'
import { VerdictMark } from './verdict-mark.tsx'

interface MapListProps {
  readonly graph: MapGraph
  readonly minutes: number
  readonly selection: Selection
  readonly comparison: GraphComparison | undefined
  readonly onSelect: (selection: Selection) => void
}

interface ColumnForm {
  readonly by: Column
  readonly name: string
  readonly isText?: boolean
  readonly cell: (row: ListRow, minutes: number) => React.ReactNode
}

const time = (of: 'average' | 'p50' | 'p90' | 'p99') => (row: ListRow) => {
  const value = row[of]
  return value === undefined ? '–' : durationText(value)
}
const share = (state: RequestState) => (row: ListRow) =>
  row.requests[state] === 0 ? (
    <span className={styles.none}>0</span>
  ) : (
    <span className={styles[state]}>{shareText(shareOf(row.requests, state))}</span>
  )

const numbers: readonly ColumnForm[] = [
  { by: 'rate', name: 't/min', cell: (row, minutes) => rateText(row.requests.total / minutes) },
  { by: 'average', name: 'Average', cell: time('average') },
  { by: 'p50', name: 'p50', cell: time('p50') },
  { by: 'p90', name: 'p90', cell: time('p90') },
  { by: 'p99', name: 'p99', cell: time('p99') },
  { by: 'fault', name: 'Faults', cell: share('fault') },
  { by: 'error', name: 'Errors', cell: share('error') },
  { by: 'throttle', name: 'Throttles', cell: share('throttle') },
]
const type: ColumnForm = { by: 'type', name: 'Type', isText: true, cell: (row) => row.type }
const connections: readonly ColumnForm[] = [
  { by: 'callers', name: 'Callers', cell: ({ callers }) => callers },
  { by: 'calls', name: 'Calls', cell: ({ calls }) => calls },
]
const verdict: ColumnForm = {
  by: 'verdict',
  name: 'Than before',
  isText: true,
  cell: (row) => row.verdict && <VerdictMark verdict={row.verdict} />,
}

/** The map as a table: nodes or connections, sorted and filtered, each row opens the panel. */
export default function MapList({ graph, minutes, selection, comparison, onSelect }: MapListProps) {
  const [of, setOf] = useState<'nodes' | 'edges'>('nodes')
  const [words, setWords] = useState('')
  const [order, setOrder] = useState<Order>({ by: 'rate', isDescending: true })
  const rows = useMemo(
    () => shownRows(of === 'nodes' ? nodeRows(graph, comparison) : edgeRows(graph, comparison), words, order),
    [graph, comparison, of, words, order],
  )
  const forms = [
    ...(of === 'nodes' ? [type] : []),
    ...numbers,
    ...(of === 'nodes' ? connections : []),
    ...(comparison === undefined ? [] : [verdict]),
  ]
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 34,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  const sort = (by: Column, isText: boolean) =>
    setOrder((before) => ({ by, isDescending: before.by === by ? !before.isDescending : !isText }))
  return (
    <div className={styles.list}>
      <div className={styles.bar}>
        <Switcher
          label="Rows"
          options={[
            { value: 'nodes', name: `Services ${graph.nodes.length}` },
            { value: 'edges', name: `Connections ${graph.edges.length}` },
          ]}
          value={of}
          onChange={setOf}
        />
        <input
          type="search"
          aria-label="Filter the rows"
          placeholder="Filter by name or type"
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
        <span role="status">{words.trim() !== '' && counted(rows.length, 'row')}</span>
      </div>
      <div className={styles.scroller} ref={scroller}>
        <table aria-rowcount={rows.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              <Head by="name" name={of === 'nodes' ? 'Service' : 'From → to'} isText order={order} onSort={sort} />
              {forms.map(({ by, name, isText = false }) => (
                <Head key={by} by={by} name={name} isText={isText} order={order} onSort={sort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {above > 0 && (
              <tr className={styles.spacer}>
                <td style={{ height: above }} />
              </tr>
            )}
            {items.map(({ index }) => {
              const row = rows[index]
              if (row === undefined) return null
              const isSelected = selection?.kind === row.selection.kind && selection.id === row.selection.id
              return (
                <tr key={row.key} aria-rowindex={index + 2} className={isSelected ? styles.selected : undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      aria-pressed={isSelected}
                      onClick={() => onSelect(isSelected ? undefined : row.selection)}
                    >
                      <bdi>{row.name}</bdi>
                      {row.to !== undefined && (
                        <>
                          {' '}
                          → <bdi>{row.to}</bdi>
                        </>
                      )}
                    </button>
                    <Shares row={row} />
                  </th>
                  {forms.map(({ by, name, isText, cell }) => (
                    <td key={by} data-label={name} className={isText ? styles.text : undefined}>
                      {cell(row, minutes)}
                    </td>
                  ))}
                </tr>
              )
            })}
            {below > 0 && (
              <tr className={styles.spacer}>
                <td style={{ height: below }} />
              </tr>
            )}
          </tbody>
        </table>
        {rows.length === 0 && <p className={styles.nothing}>No row has these words.</p>}
      </div>
    </div>
  )
}

interface HeadProps {
  readonly by: Column
  readonly name: string
  readonly isText: boolean
  readonly order: Order
  readonly onSort: (by: Column, isText: boolean) => void
}

function Head({ by, name, isText, order, onSort }: HeadProps) {
  const isSorted = order.by === by
  const direction = order.isDescending ? 'descending' : 'ascending'
  return (
    <th scope="col" aria-sort={isSorted ? direction : undefined} className={isText ? styles.text : undefined}>
      <button type="button" onClick={() => onSort(by, isText)}>
        {name}
        <span aria-hidden="true">{isSorted ? (order.isDescending ? ' ▾' : ' ▴') : ''}</span>
      </button>
    </th>
  )
}

/** The ring of the map, unrolled. */
function Shares({ row }: { readonly row: ListRow }) {
  return (
    <span className={styles.shares} aria-hidden="true">
      {states
        .toReversed()
        .map((state) =>
          row.requests[state] === 0 ? null : (
            <span key={state} className={styles[state]} style={{ flexGrow: row.requests[state] }} />
          ),
        )}
    </span>
  )
}
