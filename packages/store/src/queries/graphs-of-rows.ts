import type { Micros, ServiceGraph } from '@roentgen/trace'
import type { Connection, Lane, QueryParameters } from '../connection.ts'
import { placeOfGroup } from '../map/map-place.ts'
import { inRanges } from '../map/ranges.ts'
import type { Window } from '../question.ts'
import { edgeBit, segmentBit } from '../summary-flags.ts'
import type { Chosen } from './chosen.ts'
import { both, graphsOfNames } from './graph-answer.ts'
import { totalsOfRows } from './request-sums.ts'
import type { MapTable } from './row-states.ts'

const columns = ['ok', 'error', 'throttle', 'fault', 'total_time', 'first', 'last', 'buckets', 'counts']
const entity = ['name', 'type', 'account']
const ends = ['from_name', 'from_type', 'from_account', 'to_name', 'to_type', 'to_account']
/** `edge.flags` in a map row. */
export const mapEdgeBit = { called: 1, link: edgeBit.link } as const
/** `node.flags` in a map row. */
export const mapNodeBit = { active: 1, root: segmentBit.root } as const

/** Some rows of one table. */
export interface MapRowsAsked {
  readonly table: MapTable
  /** Of traces that came late, or of those on time? */
  readonly isLate: boolean
  /** Half-open, of whole rows; they do not overlap. */
  readonly ranges: readonly Window[]
}

interface RowsSql {
  /** What stands after each `from`. */
  readonly from: readonly string[]
  /** The number that names a row's map. */
  readonly at: string
}

/** The elements of one nested list of the rows in question. */
function elements({ from, at }: RowsSql, list: 'node' | 'edge', names: readonly string[]): string {
  const all = [...names, 'flags', ...columns]
  const each = from.map(
    (rows) => `select
      ${at} as at,
      ${all.map((column) => `${list}.${column}`).join(',\n      ')}
    from ${rows}`,
  )
  return `(
  select
    at,
    ${all.join(',\n    ')}
  from (
    ${each.join('\n    union all\n    ')}
  )
  array join
    ${all.map((column) => `${list}.${column} as ${column}`).join(',\n    ')}
)`
}

/** The columns that name an element; chosen ones have no name together. */
function named(names: readonly string[], chosen: Chosen | undefined): string {
  if (chosen === undefined) return names.join(', ')
  return names.map((column) => (column === 'called' || column === 'link' ? 'false' : `''`)).join(', ')
}

/**
 * What do these rows say of nodes, added up?
 *
 * Cost: one element a node and row, and one pair a bucket of each. Sort key: (group_name, late, start).
 */
function nodesSql(from: RowsSql, chosen: Chosen | undefined): string {
  return `
select
  at,
  ${named(entity, chosen)},
  max(bitAnd(flags, ${mapNodeBit.root}) != 0),
  max(bitAnd(flags, ${mapNodeBit.active}) != 0),${totalsOfRows}
from ${elements(from, 'node', entity)}
where ${chosen?.sql ?? '1'}
group by ${['at', ...(chosen === undefined ? entity : [])].join(', ')}
`
}

/** The same of edges. */
function edgesSql(from: RowsSql, chosen: Chosen | undefined): string {
  const key = ['called', ...ends, 'link']
  return `
select
  at,
  ${named(key, chosen)},${totalsOfRows}
from (
  select
    *,
    bitAnd(flags, ${mapEdgeBit.called}) != 0 as called,
    bitAnd(flags, ${mapEdgeBit.link}) != 0 as link
  from ${elements(from, 'edge', ends)}
)
where ${chosen?.sql ?? '1'}
group by ${['at', ...(chosen === undefined ? key : [])].join(', ')}
`
}

export interface RowsAsked {
  readonly rows: readonly MapRowsAsked[]
  /** One map for each such span of time, µs; undefined: one map for all, at 0. */
  readonly span?: number | undefined
  /** The name of a group's rows; undefined: Default's. */
  readonly group?: string | undefined
  /** The rows of these names besides those of Default, each at the number that map-place.ts says. */
  readonly groups?: readonly string[]
  /** Only these, as one element without a name; undefined: every element under its own. */
  readonly chosen?: Chosen | undefined
  /** One question after the other and on one core: work that others should not wait for. */
  readonly inTurn?: boolean
}

/** What questions about rows have in common; undefined: there are none. */
export function rowsSql({ rows, span, group = '', groups = [], inTurn = false }: Omit<RowsAsked, 'chosen'>) {
  const asked = rows.filter(({ ranges }) => ranges.length > 0)
  if (asked.length === 0) return undefined
  const conditions = asked.map(({ ranges }, i) => inRanges('start', ranges, `rows${i}_`))
  const from = asked.map(
    ({ table, isLate }, i) => `${table} final
    where group_name in {group_names:Array(String)}
      and late = ${isLate ? 1 : 0}
      and ${conditions[i]?.sql}`,
  )
  const parameters: QueryParameters = {
    ...Object.assign({}, ...conditions.map((condition) => condition.parameters)),
    // No time is as late as that: all of them are in the one span that begins at 0.
    span: span ?? Number.MAX_SAFE_INTEGER,
    group_names: groups.length === 0 ? [group] : ['', ...groups],
    ...(groups.length > 0 && { group_places: [0, ...groups.map((_, index) => placeOfGroup(index))] }),
  }
  const settings = { do_not_merge_across_partitions_select_final: 1, ...(inTurn && { max_threads: 1 }) } as const
  const time = 'intDiv(start, {span:Int64}) * {span:Int64}'
  const place = 'transform(toString(group_name), {group_names:Array(String)}, {group_places:Array(Int64)}, toInt64(0))'
  const sql: RowsSql = { from, at: groups.length === 0 ? time : `${time} + ${place}` }
  return { sql, parameters, settings }
}

/** The maps of some days, hours and minutes from their rows: what the rows say, added up. */
export async function readGraphsOfRows(
  connection: Connection,
  lane: Lane,
  asked: RowsAsked,
): Promise<Map<Micros, ServiceGraph>> {
  const form = rowsSql(asked)
  if (form === undefined) return new Map()
  const { chosen, inTurn = false } = asked
  const { sql, settings } = form
  const parameters = { ...form.parameters, ...chosen?.parameters }
  const ask = (sqlOf: typeof nodesSql) =>
    connection.bytes(lane, { sql: sqlOf(sql, chosen), parameters, settings }, 'RowBinary')
  const readNodes = async () => (chosen?.list === 'edge' ? undefined : ask(nodesSql))
  const readEdges = async () => (chosen?.list === 'node' ? undefined : ask(edgesSql))
  const [nodes, edges] = await both(readNodes, readEdges, inTurn)
  return graphsOfNames(nodes, edges)
}
