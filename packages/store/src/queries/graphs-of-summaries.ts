import {
  addGraphs,
  type GraphNode,
  graphLimits,
  histogramEdges,
  type Micros,
  otherEntity,
  type ServiceGraph,
} from '@roentgen/trace'
import type { Connection, Lane, QueryParameters } from '../connection.ts'
import type { MapGroup } from '../groups/map-group.ts'
import { placesOf, placesOfSummary } from '../map/map-place.ts'
import { segmentBit } from '../summary-flags.ts'
import type { Chosen } from './chosen.ts'
import type { CountedTraces } from './counted-traces.ts'
import { both, graphsOfNumbers } from './graph-answer.ts'
import { bucket, requestSums, totalsOfBuckets } from './request-sums.ts'
import { callsSql, foldedEdgesSql, foldedSegmentsSql, segmentsSql, type TracesSql } from './requests-sql.ts'

export interface SummariesAsked {
  /** Tables that share no trace. */
  readonly traces: readonly CountedTraces[]
  /** SQL for the number that names a trace's map, from `counted`; undefined: one map for all, at 0. */
  readonly at?: string | undefined
  /** Maps of these besides, each at the number that map-place.ts says. */
  readonly groups?: readonly MapGroup[]
  readonly parameters?: QueryParameters
  /** Only these, as one element without a name; undefined: every element under its own. */
  readonly chosen?: Chosen | undefined
  /** One question after the other and on one core: work that others should not wait for. */
  readonly inTurn?: boolean
}

/** For {@link SummariesAsked.at}: a map for each such span of time, µs, by its beginning. */
export function bySpan(span: number): string {
  return `intDiv(counted, ${Math.trunc(span)}) * ${Math.trunc(span)}`
}

/**
 * The maps of some traces, from their summaries: graphOf, to the integer. Where there is no trace there is no map. What is
 * more than a map may hold is folded into `(other)`.
 */
export async function readGraphsOfSummaries(
  connection: Connection,
  lane: Lane,
  asked: SummariesAsked,
): Promise<Map<Micros, ServiceGraph>> {
  if (asked.traces.length === 0) return new Map()
  const graphs = await read(connection, lane, asked, undefined)
  for (const [at, { nodes, edges }] of graphs) {
    if (nodes.length <= graphLimits.nodes && edges.length <= graphLimits.edges) continue
    const folded = await read(connection, lane, asked, at)
    graphs.set(at, withOther(folded.get(at) ?? { nodes: [], edges: [] }))
  }
  return graphs
}

/** Where edges alone were too many, no node was folded: the one that stands for their ends is missing. */
function withOther({ nodes, edges }: ServiceGraph): ServiceGraph {
  const other = edges.find(({ to }) => to.name === otherEntity.name && to.type === otherEntity.type)
  if (other === undefined) return { nodes, edges }
  const { start, end } = other
  const none = { ok: 0, error: 0, throttle: 0, fault: 0, totalTime: 0 as Micros, histogram: new Map() }
  const node: GraphNode = { ...none, entity: otherEntity, root: false, active: false, start, end }
  return addGraphs([
    { nodes, edges },
    { nodes: [node], edges: [] },
  ])
}

// storage.md section 9: FINAL is exact without skip indexes, and never with PREWHERE.
export const finalSettings = {
  do_not_merge_across_partitions_select_final: 1,
  use_skip_indexes: 0,
  optimize_move_to_prewhere_if_final: 0,
} as const

/** `folded`: of this map alone, and only the busiest keep their names. */
async function read(connection: Connection, lane: Lane, asked: SummariesAsked, folded: Micros | undefined) {
  const { at = '0', groups = [], chosen, inTurn = false } = asked
  const traces = asked.traces.map(({ sql, at: own = at }) => {
    const number = groups.length === 0 ? own : `${own} + arrayJoin(${placesOfSummary})`
    return { from: sql, at: number, isOneMap: folded !== undefined }
  })
  const form: Form = {
    traces,
    isFolded: folded !== undefined,
    chosen,
  }
  const parameters = {
    ...Object.assign({}, ...asked.traces.map((some) => some.parameters)),
    ...asked.parameters,
    ...chosen?.parameters,
    ...(groups.length > 0 && placesOf(groups)),
    edges: histogramEdges,
    ...(folded !== undefined && { folded }),
  }
  const settings = { ...finalSettings, ...(inTurn && { max_threads: 1 }) }
  const ask = (sqlOf: typeof nodesSql) =>
    connection.bytes(lane, { sql: sqlOf(form), parameters, settings }, 'RowBinary')
  const readNodes = async () => (chosen?.list === 'edge' ? undefined : ask(nodesSql))
  const readEdges = async () => (chosen?.list === 'node' ? undefined : ask(edgesSql))
  const [nodes, edges] = await both(readNodes, readEdges, inTurn)
  return graphsOfNumbers(nodes, edges, chosen !== undefined)
}

interface Form {
  readonly traces: TracesSql
  /** Only the busiest keep their names. */
  readonly isFolded: boolean
  readonly chosen: Chosen | undefined
}

/**
 * Which services took part in these traces, and how did their own segments end?
 *
 * Cost: reads seven columns of every trace, and of those on time the traces received within 25 s of them. Sort keys: those
 * of the tables, see counted-traces.ts.
 */
function nodesSql({ traces, isFolded, chosen }: Form): string {
  const number = isFolded ? 'number' : 'entity'
  const key = chosen === undefined ? `at, ${number}` : 'at'
  const segments = isFolded ? foldedSegmentsSql(traces) : segmentsSql(traces)
  return `
select
  at,
  ${chosen === undefined ? number : 'toUInt64(0)'},
  any(some_name),
  any(some_type),
  any(some_account),
  max(root),
  max(active),${totalsOfBuckets}
from (
  select
    ${key},
    any(name) as some_name,
    any(type) as some_type,
    any(account) as some_account,
    max(bitAnd(flags, ${segmentBit.root}) != 0) as root,
    max(bitAnd(flags, ${segmentBit.inferred}) = 0) as active,
    ${bucket} as bucket,${requestSums}
  from (${segments}
  )
  where ${chosen?.sql ?? '1'}
  group by ${key}, bucket
)
group by ${key}
limit ${graphLimits.nodes + 1} by at
`
}

/**
 * Who called whom in these traces, and how did the calls end for the caller?
 *
 * Cost and sort keys: as above.
 */
function edgesSql({ traces, isFolded, chosen }: Form): string {
  const key = chosen === undefined ? 'at, caller, callee, link' : 'at'
  const names = ['caller', 'callee', 'link']
  return `
select
  at,
  ${chosen === undefined ? names.join(',\n  ') : 'toUInt64(0),\n  toUInt64(0),\n  false'},${totalsOfBuckets}
from (
  select
    ${key},
    ${bucket} as bucket,${requestSums}
  from (${isFolded ? foldedEdgesSql(traces) : callsSql(traces)}
  )
  where ${chosen?.sqlOfNumbers((condition) => `(select entity from (${segmentsSql(traces)}) where ${condition})`) ?? '1'}
  group by ${key}, bucket
)
group by ${key}
limit ${graphLimits.edges + 1} by at
`
}
