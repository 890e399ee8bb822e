import type { EntityShape } from '@roentgen/api'
import type { Counts, Entity, GraphEdge, GraphNode, Histogram, ServiceGraph } from '@roentgen/trace'
import { bucketValue, secondsFromMicros } from '@roentgen/trace'
import { groupBy } from './group-by.ts'
import { entityKey, referenceIds } from './reference-ids.ts'

/** The Services of GetServiceGraph and GetTraceGraph (api.md section 4, segments.md 7.3 to 7.6), nodes in a fixed order. */
export function servicesOf(graph: ServiceGraph): readonly object[] {
  const clientEdges = graph.edges.filter((edge) => edge.from === undefined)
  const clients = clientEdges.map((edge) => clientOf(edge.to))
  const ids = referenceIds([...graph.nodes.map((node) => node.entity), ...graph.edges.flatMap(endsOf), ...clients])
  const outgoing = groupBy(graph.edges, (edge) => entityKey(edge.from ?? clientOf(edge.to)))
  const edgesOf = (entity: Entity): readonly object[] =>
    (outgoing.get(entityKey(entity)) ?? [])
      .toSorted((a, b) => compare(entityKey(a.to), entityKey(b.to)) || compare(a.type, b.type))
      .map((edge) => edgeOf(edge, ids.get(entityKey(edge.to))))
  const clientByKey = new Map(clientEdges.map((edge) => [entityKey(clientOf(edge.to)), edge]))
  return [
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
}

/** The client of a root service: X-Ray draws one a root, with the root's name. */
function clientOf(root: Entity): Entity {
  return { name: root.name, type: 'client', account: root.account }
}

function endsOf(edge: GraphEdge): readonly Entity[] {
  return edge.from === undefined ? [edge.to] : [edge.from, edge.to]
}

function serviceOf(node: GraphNode, ReferenceId: number | undefined, Edges: readonly object[]): object {
  return {
    ReferenceId,
    ...identity(node.entity),
    ...(node.root ? { Root: true } : {}),
    State: node.active ? 'active' : 'unknown',
    StartTime: secondsFromMicros(node.start),
    EndTime: secondsFromMicros(node.end),
    Edges,
    SummaryStatistics: statisticsOf(node),
    DurationHistogram: histogramOf(node.histogram),
    ResponseTimeHistogram: histogramOf(node.histogram),
  }
}

function clientServiceOf(edge: GraphEdge, ReferenceId: number | undefined, Edges: readonly object[]): object {
  return {
    ReferenceId,
    ...identity(clientOf(edge.to)),
    State: 'unknown',
    StartTime: secondsFromMicros(edge.start),
    EndTime: secondsFromMicros(edge.end),
    Edges,
  }
}

/** Name, Names, AccountId and Type of a Service. Type is '' for a service without an origin: clients expect a string. */
export function identity(entity: Entity): EntityShape {
  const { name, type, account } = entity
  return { Name: name, Names: [name], ...(account === '' ? {} : { AccountId: account }), Type: type }
}

function edgeOf(edge: GraphEdge, ReferenceId: number | undefined): object {
  const histogram = histogramOf(edge.histogram)
  return {
    ReferenceId,
    StartTime: secondsFromMicros(edge.start),
    EndTime: secondsFromMicros(edge.end),
    SummaryStatistics: statisticsOf(edge),
    ...(edge.type === 'link'
      ? { EdgeType: 'link', ReceivedEventAgeHistogram: histogram }
      : { ResponseTimeHistogram: histogram }),
    Aliases: [],
  }
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

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
