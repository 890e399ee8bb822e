import type { EntityShape } from '@roentgen/api'
import type { Counts, Entity, GraphEdge, GraphNode, Histogram, ServiceGraph } from '@roentgen/trace'
import { bucketValue, histogramEdges, secondsFromMicros } from '@roentgen/trace'
import type { JsonBytes } from '../http/json-bytes.ts'
import { groupBy } from './group-by.ts'
import { entityKey, referenceIds } from './reference-ids.ts'

/**
 * Writes the Services of GetServiceGraph and GetTraceGraph (api.md section 4, segments.md 7.3 to 7.6), nodes in a fixed order,
 * as JSON: of two megabytes nearly all are buckets, which would take several times as long as objects.
 */
export function writeServices(out: JsonBytes, graph: ServiceGraph): void {
  const clientEdges = graph.edges.filter((edge) => edge.from === undefined)
  const clients = clientEdges.map((edge) => clientOf(edge.to))
  const ids = referenceIds([...graph.nodes.map((node) => node.entity), ...graph.edges.flatMap(endsOf), ...clients])
  const outgoing = groupBy(graph.edges, (edge) => entityKey(edge.from ?? clientOf(edge.to)))
  const clientByKey = new Map(clientEdges.map((edge) => [entityKey(clientOf(edge.to)), edge]))
  const services = [
    ...graph.nodes.map((node) => ({ entity: node.entity, node, edge: undefined })),
    ...[...clientByKey.values()].map((edge) => ({ entity: clientOf(edge.to), node: undefined, edge })),
  ].toSorted((a, b) => compare(entityKey(a.entity), entityKey(b.entity)))
  out.text('[')
  for (const [i, { entity, node, edge }] of services.entries()) {
    const id = ids.get(entityKey(entity))
    if (i > 0) out.text(',')
    writeOpen(out, node === undefined ? clientServiceOf(edge, id) : serviceOf(node, id))
    out.text(',"Edges":[')
    const edges = (outgoing.get(entityKey(entity)) ?? []).toSorted(
      (a, b) => compare(entityKey(a.to), entityKey(b.to)) || compare(a.type, b.type),
    )
    for (const [place, one] of edges.entries()) {
      if (place > 0) out.text(',')
      writeEdge(out, one, ids.get(entityKey(one.to)))
    }
    out.text(']')
    if (node !== undefined) {
      out.text(',"DurationHistogram":')
      const begin = out.length
      writeHistogram(out, node.histogram)
      const end = out.length
      out.text(',"ResponseTimeHistogram":')
      out.again(begin, end)
    }
    out.text('}')
  }
  out.text(']')
}

/** A JSON object of these members, one at least, without its end. */
function writeOpen(out: JsonBytes, members: object): void {
  out.text(JSON.stringify(members).slice(0, -1))
}

/** The client of a root service: X-Ray draws one a root, with the root's name. */
function clientOf(root: Entity): Entity {
  return { name: root.name, type: 'client', account: root.account }
}

function endsOf(edge: GraphEdge): readonly Entity[] {
  return edge.from === undefined ? [edge.to] : [edge.from, edge.to]
}

function serviceOf(node: GraphNode, ReferenceId: number | undefined): object {
  return {
    ReferenceId,
    ...identity(node.entity),
    ...(node.root ? { Root: true } : {}),
    State: node.active ? 'active' : 'unknown',
    StartTime: secondsFromMicros(node.start),
    EndTime: secondsFromMicros(node.end),
    SummaryStatistics: statisticsOf(node),
  }
}

function clientServiceOf(edge: GraphEdge, ReferenceId: number | undefined): object {
  return {
    ReferenceId,
    ...identity(clientOf(edge.to)),
    State: 'unknown',
    StartTime: secondsFromMicros(edge.start),
    EndTime: secondsFromMicros(edge.end),
  }
}

/** Name, Names, AccountId and Type of a Service. Type is '' for a service without an origin: clients expect a string. */
export function identity(entity: Entity): EntityShape {
  const { name, type, account } = entity
  return { Name: name, Names: [name], ...(account === '' ? {} : { AccountId: account }), Type: type }
}

function writeEdge(out: JsonBytes, edge: GraphEdge, ReferenceId: number | undefined): void {
  const isLink = edge.type === 'link'
  writeOpen(out, {
    ReferenceId,
    StartTime: secondsFromMicros(edge.start),
    EndTime: secondsFromMicros(edge.end),
    SummaryStatistics: statisticsOf(edge),
    ...(isLink ? { EdgeType: 'link' } : {}),
    Aliases: [],
  })
  out.text(isLink ? ',"ReceivedEventAgeHistogram":' : ',"ResponseTimeHistogram":')
  writeHistogram(out, edge.histogram)
  out.text('}')
}

/** ServiceStatistics and EdgeStatistics. A throttle is an error and never a fault (api.md). */
export function statisticsOf(counts: Counts): object {
  const { ok, error, throttle, fault, totalTime } = counts
  return {
    OkCount: ok,
    ErrorStatistics: { ThrottleCount: throttle, OtherCount: error, TotalCount: throttle + error },
    FaultStatistics: { OtherCount: fault, TotalCount: fault },
    TotalCount: ok + error + throttle + fault,
    TotalResponseTime: secondsFromMicros(totalTime),
  }
}

/** HistogramEntry list, ascending. */
export function histogramOf(histogram: Histogram): readonly object[] {
  return [...histogram].toSorted(([a], [b]) => a - b).map(([bucket, Count]) => ({ Value: bucketValue(bucket), Count }))
}

const beginnings: ReadonlyMap<number, Uint8Array> = new Map(
  histogramEdges.map((bucket) => [bucket, Buffer.from(`,{"Value":${bucketValue(bucket)},"Count":`)]),
)
const firstBeginnings: typeof beginnings = new Map(
  [...beginnings].map(([bucket, begin]) => [bucket, begin.subarray(1)]),
)

/** The same as JSON. */
function writeHistogram(out: JsonBytes, histogram: Histogram): void {
  const before = out.length
  let last = Number.NEGATIVE_INFINITY
  let isInOrder = true
  out.text('[')
  // Not by an iterator, which makes an object of each bucket.
  histogram.forEach((count, bucket) => {
    const begin = (last === Number.NEGATIVE_INFINITY ? firstBeginnings : beginnings).get(bucket)
    isInOrder &&= begin !== undefined && bucket > last
    if (begin === undefined) return
    out.countBetween(begin, count, close)
    last = bucket
  })
  out.text(']')
  if (isInOrder) return
  out.backTo(before)
  out.text(JSON.stringify(histogramOf(histogram)))
}

const close = Buffer.from('}')

/** Bytes that writeServices will likely write: known beforehand, they are taken once, and none of them copied. */
export function likelyBytes({ nodes, edges }: ServiceGraph): number {
  const buckets = (of: ServiceGraph['nodes'] | ServiceGraph['edges']) =>
    of.reduce((sum, { histogram }) => sum + histogram.size, 0)
  return nodes.length * 600 + edges.length * 400 + (2 * buckets(nodes) + buckets(edges)) * 36
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
