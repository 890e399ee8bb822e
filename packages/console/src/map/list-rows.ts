import { typeText } from '../format/entity-types.ts'
import type { GraphComparison, Verdict } from './comparison.ts'
import type { MapGraph, Requests } from './graph.ts'
import { percentile } from './percentile.ts'
import { averageOf, shareOf } from './rates.ts'
import type { Selection } from './use-map-view.ts'

/** A node or an edge as a row of the list. Times in seconds, shares of one. */
export interface ListRow {
  readonly key: string
  readonly selection: NonNullable<Selection>
  readonly name: string
  /** Of an edge: whom it leads to. */
  readonly to: string | undefined
  readonly type: string
  readonly requests: Requests
  readonly average: number | undefined
  readonly p50: number | undefined
  readonly p90: number | undefined
  readonly p99: number | undefined
  /** Edges into and out of a node. */
  readonly callers: number
  readonly calls: number
  readonly verdict: Verdict | undefined
}

export const columns = [
  'name',
  'type',
  'rate',
  'average',
  'p50',
  'p90',
  'p99',
  'fault',
  'error',
  'throttle',
  'callers',
  'calls',
  'verdict',
] as const
export type Column = (typeof columns)[number]

export interface Order {
  readonly by: Column
  readonly isDescending: boolean
}

export function nodeRows(graph: MapGraph, comparison: GraphComparison | undefined): readonly ListRow[] {
  const callers = countBy(graph.edges.map(({ to }) => to))
  const calls = countBy(graph.edges.map(({ from }) => from))
  return graph.nodes.map((node) => ({
    key: `node ${node.id}`,
    selection: { kind: 'node', id: node.id },
    name: node.kind === 'client' ? `Clients of ${node.name}` : node.name,
    to: undefined,
    type: typeText(node.type) + (node.kind === 'inferred' ? ', inferred' : ''),
    ...numbersOf(node),
    callers: callers.get(node.id) ?? 0,
    calls: calls.get(node.id) ?? 0,
    verdict: comparison?.nodes.get(node.id)?.verdict,
  }))
}

export function edgeRows(graph: MapGraph, comparison: GraphComparison | undefined): readonly ListRow[] {
  return graph.edges.flatMap((edge) => {
    const [from, to] = [graph.node.get(edge.from), graph.node.get(edge.to)]
    if (from === undefined || to === undefined) return []
    return [
      {
        key: `edge ${edge.id}`,
        selection: { kind: 'edge' as const, id: edge.id },
        name: from.kind === 'client' ? 'Clients' : from.name,
        to: to.name,
        type: edge.isLink ? 'Linked traces' : 'Calls',
        ...numbersOf(edge),
        callers: 0,
        calls: 0,
        verdict: comparison?.edges.get(edge.id)?.verdict,
      },
    ]
  })
}

function numbersOf({ requests, buckets }: Pick<MapGraph['nodes'][number], 'requests' | 'buckets'>) {
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => percentile(buckets, share))
  return { requests, average: averageOf(requests), p50, p90, p99 }
}

function countBy(ids: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

/** Those with all these words in name or type, in order; who is equal stays by name. What has no number comes last. */
export function shownRows(rows: readonly ListRow[], words: string, { by, isDescending }: Order): readonly ListRow[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return rows
    .filter((row) => {
      const own = `${row.name} ${row.to ?? ''} ${row.type} ${row.verdict ?? ''}`.toLowerCase()
      return wanted.every((word) => own.includes(word))
    })
    .toSorted((a, b) => compared(cellValue(a, by), cellValue(b, by), isDescending) || compared(a.key, b.key, false))
}

function cellValue(row: ListRow, by: Column): string | number | undefined {
  switch (by) {
    case 'name':
      return `${row.name}\n${row.to ?? ''}`.toLowerCase()
    case 'type':
      return row.type.toLowerCase()
    case 'rate':
      return row.requests.total
    case 'fault':
    case 'error':
    case 'throttle':
      return row.requests.total === 0 ? undefined : shareOf(row.requests, by)
    default:
      return row[by]
  }
}

function compared(a: string | number | undefined, b: string | number | undefined, isDescending: boolean): number {
  if (a === b) return 0
  if (a === undefined) return 1
  if (b === undefined) return -1
  return (a < b ? -1 : 1) * (isDescending ? -1 : 1)
}
