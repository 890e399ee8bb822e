import type { EntityShape } from '@roentgen/api'
import type { Counts, Entity, GraphEdge, GraphNode, Histogram, ServiceGraph } from '@roentgen/trace'
import { bucketValue, histogramEdges, secondsFromMicros } from '@roentgen/trace'
import { groupBy } from './group-by.ts'
import { entityKey, referenceIds } from './reference-ids.ts'

/**
 * The Services of GetServiceGraph and GetTraceGraph (api.md section 4, segments.md 7.3 to 7.6), nodes in a fixed order, as
 * JSON: of two megabytes nearly all are buckets, which would take three times as long as objects.
 */
export function servicesJson(graph: ServiceGraph): string {
  const clientEdges = graph.edges.filter((edge) => edge.from === undefined)
  const clients = clientEdges.map((edge) => clientOf(edge.to))
  const ids = referenceIds([...graph.nodes.map((node) => node.entity), ...graph.edges.flatMap(endsOf), ...clients])
  const outgoing = groupBy(graph.edges, (edge) => entityKey(edge.from ?? clientOf(edge.to)))
  const edgesOf = (entity: Entity): string => {
    const edges = (outgoing.get(entityKey(entity)) ?? []).toSorted(
      (a, b) => compare(entityKey(a.to), entityKey(b.to)) || compare(a.type, b.type),
    )
    return `[${edges.map((edge) => edgeOf(edge, ids.get(entityKey(edge.to)))).join(',')}]`
  }
  const clientByKey = new Map(clientEdges.map((edge) => [entityKey(clientOf(edge.to)), edge]))
  const services = [
    ...graph.nodes.map((node) => ({
      entity: node.entity,
      service: serviceOf(node, ids.get(entityKey(node.entity)), edgesOf(node.entity)),
    })),
    ...[...clientByKey.values()].map((edge) => {
      const entity = clientOf(edge.to)
      return { entity, service: clientServiceOf(edge, ids.get(entityKey(entity)), edgesOf(entity)) }
    }),
  ]
    .toSorted((a, b) => compare(entityKey(a.entity), entityKey(b.entity)))
    .map(({ service }) => service)
  return `[${services.join(',')}]`
}

/** A JSON object of these members, and of others whose values are JSON. */
function json(members: object, others: Readonly<Record<string, string>>): string {
  const more = Object.entries(others).map(([name, value]) => `,"${name}":${value}`)
  return `${JSON.stringify(members).slice(0, -1)}${more.join('')}}`
}

/** The client of a root service: X-Ray draws one a root, with the root's name. */
function clientOf(root: Entity): Entity {
  return { name: root.name, type: 'client', account: root.account }
}

function endsOf(edge: GraphEdge): readonly Entity[] {
  return edge.from === undefined ? [edge.to] : [edge.from, edge.to]
}

function serviceOf(node: GraphNode, ReferenceId: number | undefined, Edges: string): string {
  const histogram = histogramJson(node.histogram)
  const members = {
    ReferenceId,
    ...identity(node.entity),
    ...(node.root ? { Root: true } : {}),
    State: node.active ? 'active' : 'unknown',
    StartTime: secondsFromMicros(node.start),
    EndTime: secondsFromMicros(node.end),
    SummaryStatistics: statisticsOf(node),
  }
  return json(members, { Edges, DurationHistogram: histogram, ResponseTimeHistogram: histogram })
}

function clientServiceOf(edge: GraphEdge, ReferenceId: number | undefined, Edges: string): string {
  const members = {
    ReferenceId,
    ...identity(clientOf(edge.to)),
    State: 'unknown',
    StartTime: secondsFromMicros(edge.start),
    EndTime: secondsFromMicros(edge.end),
  }
  return json(members, { Edges })
}

/** Name, Names, AccountId and Type of a Service. Type is '' for a service without an origin: clients expect a string. */
export function identity(entity: Entity): EntityShape {
  const { name, type, account } = entity
  return { Name: name, Names: [name], ...(account === '' ? {} : { AccountId: account }), Type: type }
}

function edgeOf(edge: GraphEdge, ReferenceId: number | undefined): string {
  const isLink = edge.type === 'link'
  const members = {
    ReferenceId,
    StartTime: secondsFromMicros(edge.start),
    EndTime: secondsFromMicros(edge.end),
    SummaryStatistics: statisticsOf(edge),
    ...(isLink ? { EdgeType: 'link' } : {}),
    Aliases: [],
  }
  const histogram = histogramJson(edge.histogram)
  return json(members, isLink ? { ReceivedEventAgeHistogram: histogram } : { ResponseTimeHistogram: histogram })
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

const bucketTexts: ReadonlyMap<number, string> = new Map(
  histogramEdges.map((bucket) => [bucket, `{"Value":${bucketValue(bucket)},"Count":`]),
)

/** The same as JSON. */
function histogramJson(histogram: Histogram): string {
  let text = ''
  let last = Number.NEGATIVE_INFINITY
  for (const [bucket, count] of histogram) {
    const begin = bucketTexts.get(bucket)
    if (begin === undefined || bucket <= last) return JSON.stringify(histogramOf(histogram))
    text += `${text === '' ? '' : ','}${begin}${count}}`
    last = bucket
  }
  return `[${text}]`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
