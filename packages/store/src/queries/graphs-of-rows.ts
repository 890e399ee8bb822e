import { histogramEdges, type Micros, type ServiceGraph } from '@roentgen/trace'
import type { Connection, Lane } from '../connection.ts'
import { inRanges } from '../map/ranges.ts'
import type { Window } from '../question.ts'
import { edgeBit, segmentBit } from '../summary-flags.ts'
import type { Chosen } from './chosen.ts'
import { both, graphsOf, named } from './graph-answer.ts'
import type { MapTable } from './row-states.ts'

const columns = ['ok', 'error', 'throttle', 'fault', 'total_time', 'first', 'last', 'buckets', 'counts']
const entity = ['name', 'type', 'account']
const ends = ['from_name', 'from_type', 'from_account', 'to_name', 'to_type', 'to_account']
/** `edge.flags` in a map row. */
export const mapEdgeBit = { called: 1, link: edgeBit.link } as const
/** `node.flags` in a map row. */
export const mapNodeBit = { active: 1, root: segmentBit.root } as const

const totals = `
  sum(ok),
  sum(error),
  sum(throttle),
  sum(fault),
  sum(total_time),
  min(first),
  max(last),
  sumMap(buckets, counts).1,
  sumMap(buckets, counts).2`

/** The elements of one nested list of the rows in question. */
function elements(table: MapTable, where: string, list: 'node' | 'edge', names: readonly string[]): string {
  const all = [...names, 'flags', ...columns]
  return `(
  select
    at,
    ${all.join(',\n    ')}
  from (
    select
      intDiv(start, {span:Int64}) * {span:Int64} as at,
      ${all.map((column) => `${list}.${column}`).join(',\n      ')}
    from ${table} final
    where group_name = ''
      and ${where}
  )
  array join
    ${all.map((column) => `${list}.${column} as ${column}`).join(',\n    ')}
)`
}

/**
 * What do the rows of these minutes or hours say of nodes, added up?
 *
 * Cost: one element a node and row, and one pair a bucket of each. Sort key: (group_name, start).
 */
function nodesSql(table: MapTable, where: string, chosen: Chosen | undefined): string {
  const key = ['name', 'type', 'account']
  return `
select
  at,
  ${named(key, chosen)},
  max(bitAnd(flags, ${mapNodeBit.root}) != 0),
  max(bitAnd(flags, ${mapNodeBit.active}) != 0),${totals}
from ${elements(table, where, 'node', entity)}
where ${chosen?.sql ?? '1'}
group by ${['at', ...(chosen === undefined ? key : [])].join(', ')}
`
}

/** The same of edges. */
function edgesSql(table: MapTable, where: string, chosen: Chosen | undefined): string {
  const key = ['called', ...ends, 'link']
  return `
select
  at,
  ${named(key, chosen)},${totals}
from (
  select
    *,
    bitAnd(flags, ${mapEdgeBit.called}) != 0 as called,
    bitAnd(flags, ${mapEdgeBit.link}) != 0 as link
  from ${elements(table, where, 'edge', ends)}
)
where ${chosen?.sql ?? '1'}
group by ${['at', ...(chosen === undefined ? key : [])].join(', ')}
`
}

export interface RowRanges {
  readonly table: MapTable
  /** Half-open, of whole rows; they do not overlap. */
  readonly ranges: readonly Window[]
  /** One map for each such span of time, µs; undefined: one map for all, at 0. */
  readonly span: number | undefined
  /** Only these, as one element without a name; undefined: every element under its own. */
  readonly chosen?: Chosen | undefined
  /** One question after the other and on one core: work that others should not wait for. */
  readonly inTurn?: boolean
}

/** The maps of some minutes or hours from their rows: what the rows say, added up. */
export async function readGraphsOfRows(
  connection: Connection,
  lane: Lane,
  { table, ranges, span, chosen, inTurn = false }: RowRanges,
): Promise<Map<Micros, ServiceGraph>> {
  if (ranges.length === 0) return new Map()
  const { sql, parameters: times } = inRanges('start', ranges)
  // No time is as late as that: all of them are in the one span that begins at 0.
  const parameters = { ...times, span: span ?? Number.MAX_SAFE_INTEGER, ...chosen?.parameters }
  const settings = { do_not_merge_across_partitions_select_final: 1, ...(inTurn && { max_threads: 1 }) } as const
  const ask = (sqlOf: typeof nodesSql) =>
    connection.rows(lane, { sql: sqlOf(table, sql, chosen), parameters, settings })
  const readNodes = async () => (chosen?.list === 'edge' ? [] : ask(nodesSql))
  const readEdges = async () => (chosen?.list === 'node' ? [] : ask(edgesSql))
  const [nodes, edges] = await both(readNodes, readEdges, inTurn)
  return graphsOf(nodes, edges, (place) => histogramEdges[place] ?? (0 as Micros))
}
