import {
  addGraphs,
  foldGraph,
  type GraphNode,
  graphLimits,
  histogramEdges,
  type Micros,
  otherEntity,
  type ServiceGraph,
} from '@roentgen/trace'
import type { Connection, Lane } from '../connection.ts'
import { inRanges } from '../map/ranges.ts'
import type { Window } from '../question.ts'
import { edgeBit, segmentBit } from '../summary-flags.ts'
import type { Chosen } from './chosen.ts'
import { largeTrace, readEdgesOfLargeTraces } from './edges-of-large-traces.ts'
import { both, graphsOf, named } from './graph-answer.ts'

export interface SummaryRanges {
  /** Half-open, of the times at which traces count; they do not overlap. */
  readonly ranges: readonly Window[]
  /** One map for each such span of time, µs; undefined: one map for all, at 0. */
  readonly span: number | undefined
  /** Only these, as one element without a name; undefined: every element under its own. */
  readonly chosen?: Chosen | undefined
  /** One question after the other and on one core: work that others should not wait for. */
  readonly inTurn?: boolean
}

/**
 * The maps of the traces that count in some ranges, from their summaries: graphOf, to the integer. A span without
 * traces has no map. A span with more than a map may hold is folded into `(other)`.
 */
export async function readGraphsOfSummaries(
  connection: Connection,
  lane: Lane,
  { ranges, span, chosen, inTurn = false }: SummaryRanges,
): Promise<Map<Micros, ServiceGraph>> {
  if (ranges.length === 0) return new Map()
  const [graphs, large] = await Promise.all([
    read(connection, lane, { ranges, span, chosen, inTurn }, false),
    readLarge(connection, lane, { ranges, span, chosen }),
  ])
  for (const [at, { nodes, edges }] of graphs) {
    if (nodes.length <= graphLimits.nodes && edges.length <= graphLimits.edges) continue
    const own = span === undefined ? ranges : within(ranges, at, at + span)
    const folded = await read(connection, lane, { ranges: own, span: undefined, inTurn }, true)
    for (const graph of folded.values()) graphs.set(at, withOther(graph))
  }
  for (const [at, graph] of large ?? []) {
    const known = graphs.get(at)
    graphs.set(at, known === undefined ? graph : foldGraph(addGraphs([known, graph])))
  }
  return graphs
}

async function readLarge(connection: Connection, lane: Lane, { ranges, span, chosen }: SummaryRanges) {
  if (chosen?.list === 'node') return undefined
  const { sql: where, parameters } = inRanges('counted', ranges)
  return readEdgesOfLargeTraces(connection, lane, { where, parameters, span, chosen, settings: exactSettings })
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

async function read(
  connection: Connection,
  lane: Lane,
  { ranges, span, chosen, inTurn = false }: SummaryRanges,
  isFolded: boolean,
) {
  const { sql: where, parameters: times } = inRanges('counted', ranges)
  const at = span === undefined ? '0' : 'intDiv(counted, {span:Int64}) * {span:Int64}'
  const form: Form = { where, at, isFolded, chosen }
  const parameters = { ...times, span: span ?? 1, edges: histogramEdges, ...chosen?.parameters }
  const settings = { ...exactSettings, ...(inTurn && { max_threads: 1 }) }
  const ask = (sqlOf: typeof nodesSql) => connection.rows(lane, { sql: sqlOf(form), parameters, settings })
  const readNodes = async () => (chosen?.list === 'edge' ? [] : ask(nodesSql))
  const readEdges = async () => (chosen?.list === 'node' ? [] : ask(edgesSql))
  const [nodes, edges] = await both(readNodes, readEdges, inTurn)
  return graphsOf(nodes, edges, (edge) => edge as Micros)
}

function within(ranges: readonly Window[], start: number, end: number): Window[] {
  return ranges
    .map((range) => ({ start: Math.max(range.start, start) as Micros, end: Math.min(range.end, end) as Micros }))
    .filter((range) => range.start < range.end)
}

// storage.md section 9: FINAL is exact with exact skip indexes and never with PREWHERE.
const exactSettings = {
  do_not_merge_across_partitions_select_final: 1,
  use_skip_indexes_if_final: 1,
  use_skip_indexes_if_final_exact_mode: 1,
  optimize_move_to_prewhere_if_final: 0,
} as const

interface Form {
  /** Which traces. */
  readonly where: string
  /** The beginning of the span that a trace counts in. */
  readonly at: string
  /** Only the busiest keep their names. */
  readonly isFolded: boolean
  readonly chosen: Chosen | undefined
}

// What graphOf of the domain counts, said to the engine: a request counts when it has ended, once, a throttle before
// a fault before an error. Grouped by bucket first: one row a node and bucket is far less than one a request.
const sums = `
    countIf(ended and state = 0) as ok,
    countIf(ended and state = 1) as error,
    countIf(ended and state = 2) as throttle,
    countIf(ended and state = 3) as fault,
    sum(ifNull(duration, 0)) as total_time,
    min(start) as first,
    max(start + ifNull(duration, 0)) as last`
const totals = `
  sum(ok),
  sum(error),
  sum(throttle),
  sum(fault),
  sum(total_time),
  min(first),
  max(last),
  groupArrayIf(bucket, bucket >= 0),
  groupArrayIf(ok + error + throttle + fault, bucket >= 0)`
const bucket = `if(isNull(duration), -1, roundDown(assumeNotNull(duration), {edges:Array(Int64)}))`

/** In which state did a request end: ok (0), error (1), throttle (2) or fault (3)? `flags` are the bits of summary-flags.ts. */
function state(bit: { readonly throttle: number; readonly fault: number; readonly error: number }): string {
  return `multiIf(
      bitAnd(flags, ${bit.throttle}) != 0, 2,
      bitAnd(flags, ${bit.fault}) != 0, 3,
      bitAnd(flags, ${bit.error}) != 0, 1,
      0)`
}

/** Chosen elements are counted together. */
function grouped(key: readonly string[], { chosen }: Form): string {
  return ['at', ...(chosen === undefined ? key : [])].join(', ')
}

/** Each segment of the traces in question. */
function segmentsSql({ where, at }: Form): string {
  return `
    select
      at,
      own_name,
      own_type,
      own_account,
      flags,
      segment_start as start,
      segment_duration as duration,
      isNotNull(segment_duration) as ended,
      ${state(segmentBit)} as state
    from (
      select
        ${at} as at,
        segment.name,
        segment.type,
        segment.account,
        segment.flags,
        segment.start,
        segment.duration
      from summaries final
      where ${where}
    )
    array join
      segment.name as own_name,
      segment.type as own_type,
      segment.account as own_account,
      segment.flags as flags,
      segment.start as segment_start,
      segment.duration as segment_duration`
}

/** The entities that keep their names: those with the most requests. One place is left for the others. */
function busiestSql(form: Form): string {
  return `(
    select
      own_name,
      own_type,
      own_account
    from (${segmentsSql(form)}
    )
    group by own_name, own_type, own_account
    order by countIf(ended) desc, own_name, own_type, own_account
    limit ${graphLimits.nodes - 1}
  )`
}

function entity(form: Form, own: string, as: string): string {
  if (!form.isFolded)
    return `
    ${own}_name as ${as}name,
    ${own}_type as ${as}type,
    ${own}_account as ${as}account`
  const kept = `(${own}_name, ${own}_type, ${own}_account) in ${busiestSql(form)}`
  return `
    ${kept} as ${own}_kept,
    if(${own}_kept, ${own}_name, '${otherEntity.name}') as ${as}name,
    if(${own}_kept, ${own}_type, '${otherEntity.type}') as ${as}type,
    if(${own}_kept, ${own}_account, '${otherEntity.account}') as ${as}account`
}

/**
 * Which services took part in the traces that count in these ranges, and how did their own segments end?
 *
 * Cost: reads seven columns of every trace in the ranges, 0.5 µs a trace, twice that when it must fold. Sort key:
 * (key_time, trace_id), of which it needs nothing; the minmax index of `counted` leaves out other times.
 */
function nodesSql(form: Form): string {
  const key = ['name', 'type', 'account']
  return `
select
  at,
  ${named(key, form.chosen)},
  max(root),
  max(active),${totals}
from (
  select
    ${grouped(key, form)},
    max(bitAnd(flags, ${segmentBit.root}) != 0) as root,
    max(bitAnd(flags, ${segmentBit.inferred}) = 0) as active,
    ${bucket} as bucket,${sums}
  from (
    select
      at,${entity(form, 'own', '')},
      flags,
      start,
      duration,
      ended,
      state
    from (${segmentsSql(form)}
    )
  )
  where ${form.chosen?.sql ?? '1'}
  group by ${grouped(key, form)}, bucket
)
group by ${grouped(key, form)}
limit ${graphLimits.nodes + 1} by at
`
}

/** Each call in the traces in question, between entities that may be folded. */
function namedCallsSql(form: Form): string {
  return `
  select
    at,
    called,${entity(form, 'caller', 'from_')},${entity(form, 'callee', 'to_')},
    bitAnd(flags, ${edgeBit.link}) != 0 as link,
    start,
    duration,
    ended,
    state
  from (
    select
      at,
      from_index >= 0 and from_index < length(names) as called,
      if(called, names[from_index + 1], '') as caller_name,
      if(called, types[from_index + 1], '') as caller_type,
      if(called, accounts[from_index + 1], '') as caller_account,
      names[to_index + 1] as callee_name,
      types[to_index + 1] as callee_type,
      accounts[to_index + 1] as callee_account,
      flags,
      edge_start as start,
      edge_duration as duration,
      isNotNull(edge_duration) as ended,
      ${state(edgeBit)} as state
    from (
      select
        ${form.at} as at,
        segment.name as names,
        segment.type as types,
        segment.account as accounts,
        edge.from,
        edge.to,
        edge.flags,
        edge.start,
        edge.duration
      from summaries final
      where ${form.where}
        and length(segment.name) <= ${largeTrace}
    )
    array join
      edge.from as from_index,
      edge.to as to_index,
      edge.flags as flags,
      edge.start as edge_start,
      edge.duration as edge_duration
    where to_index >= 0
      and to_index < length(names)
  )`
}

const edgeKey = 'called, from_name, from_type, from_account, to_name, to_type, to_account, link'
const otherEdge = [1, ...[otherEntity, otherEntity].flatMap(({ name, type, account }) => [name, type, account]), 0]
  .map((part) => (typeof part === 'string' ? `'${part}'` : String(part)))
  .join(', ')

/** The same, as edges that may be folded: those with the most requests keep their ends. */
function callsSql(form: Form): string {
  if (!form.isFolded) return namedCallsSql(form)
  const names = edgeKey.split(', ')
  return `
  select
    at,
    if((${edgeKey}) in (
      select ${edgeKey}
      from (${namedCallsSql(form)}
      )
      group by ${edgeKey}
      order by countIf(ended) desc, ${edgeKey}
      limit ${graphLimits.edges - 1}
    ), (${edgeKey}), (${otherEdge})) as named,
    ${names.map((name, i) => `named.${i + 1} as edge_${name}`).join(',\n    ')},
    start,
    duration,
    ended,
    state
  from (${namedCallsSql(form)}
  )`
}

/**
 * Who called whom in the traces that count in these ranges, and how did the calls end for the caller?
 *
 * Cost and sort key: as above.
 */
function edgesSql(form: Form): string {
  const key = (form.isFolded ? edgeKey.replaceAll(/\w+/g, 'edge_$&') : edgeKey).split(', ')
  return `
select
  at,
  ${named(key, form.chosen)},${totals}
from (
  select
    ${grouped(key, form)},
    ${bucket} as bucket,${sums}
  from (${callsSql(form)}
  )
  where ${form.chosen?.sql ?? '1'}
  group by ${grouped(key, form)}, bucket
)
group by ${grouped(key, form)}
limit ${graphLimits.edges + 1} by at
`
}
