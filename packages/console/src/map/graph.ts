import { bucketOf, type Micros, microsFromSeconds } from '@roentgen/trace'
import type { Histogram, Service, ServiceGraph, Statistics } from '../wire/service-graph.ts'

/** Requests by final state; the time is the sum of their response times, in seconds. */
export interface Requests {
  readonly total: number
  readonly ok: number
  readonly error: number
  readonly throttle: number
  readonly fault: number
  readonly seconds: number
}

/** Requests whose response time lies in the bucket with this lower edge. */
export interface Bucket {
  readonly edge: Micros
  readonly count: number
}

/** client: stands before a root. inferred: sent no segment of its own, known from its callers alone. */
export type NodeKind = 'client' | 'service' | 'inferred'

export interface MapNode {
  readonly id: number
  readonly name: string
  readonly type: string
  readonly account: string | undefined
  readonly kind: NodeKind
  readonly isRoot: boolean
  /** Of a client: those that it sent. */
  readonly requests: Requests
  readonly buckets: readonly Bucket[]
}

export interface MapEdge {
  /** `FROM-TO`, and `-link` for a linked trace. */
  readonly id: string
  readonly from: number
  readonly to: number
  readonly isLink: boolean
  readonly requests: Requests
  readonly buckets: readonly Bucket[]
}

/** What is drawn. Nodes and edges in an order that depends on nothing but themselves. */
export interface MapGraph {
  readonly nodes: readonly MapNode[]
  readonly edges: readonly MapEdge[]
  readonly node: ReadonlyMap<number, MapNode>
  readonly edge: ReadonlyMap<string, MapEdge>
  /** Start of the earliest request, in seconds; undefined where there is none. */
  readonly first: number | undefined
}

/** The map of an answer of GetServiceGraph. */
export function mapOf({ Services }: Pick<ServiceGraph, 'Services'>): MapGraph {
  const known = new Set(Services.map(({ ReferenceId }) => ReferenceId))
  const edges = Services.flatMap((service) =>
    service.Edges.filter((edge) => known.has(edge.ReferenceId)).map(
      (edge): MapEdge => ({
        id: `${service.ReferenceId}-${edge.ReferenceId}${edge.EdgeType === 'link' ? '-link' : ''}`,
        from: service.ReferenceId,
        to: edge.ReferenceId,
        isLink: edge.EdgeType === 'link',
        requests: requestsOf(edge.SummaryStatistics),
        buckets: bucketsOf(edge.EdgeType === 'link' ? edge.ReceivedEventAgeHistogram : edge.ResponseTimeHistogram),
      }),
    ),
  )
  const starts = Services.map(({ StartTime }) => StartTime)
  return graphOf(
    Services.map((service) => nodeOf(service, edges)),
    edges,
    starts.length === 0 ? undefined : Math.min(...starts),
  )
}

/** A graph of these nodes, and of the edges that lie between them. */
export function graphOf(nodes: readonly MapNode[], edges: readonly MapEdge[], first: number | undefined): MapGraph {
  const node = new Map(nodes.toSorted((a, b) => a.id - b.id).map((each) => [each.id, each]))
  const edge = new Map(
    edges
      .filter(({ from, to }) => node.has(from) && node.has(to))
      .toSorted((a, b) => a.from - b.from || a.to - b.to || Number(a.isLink) - Number(b.isLink))
      .map((each) => [each.id, each]),
  )
  return { nodes: [...node.values()], edges: [...edge.values()], node, edge, first }
}

function nodeOf(service: Service, edges: readonly MapEdge[]): MapNode {
  const { ReferenceId: id, Name: name, Type: type, AccountId: account, Root: isRoot } = service
  const kind = type === 'client' ? 'client' : service.State === 'active' ? 'service' : 'inferred'
  const sent = kind === 'client' ? edges.filter(({ from }) => from === id) : []
  const requests = service.SummaryStatistics ? requestsOf(service.SummaryStatistics) : sum(sent)
  const [only] = sent
  const buckets = only === undefined ? bucketsOf(service.ResponseTimeHistogram) : only.buckets
  return { id, name, type, account, kind, isRoot, requests, buckets }
}

function sum(edges: readonly MapEdge[]): Requests {
  const of = (part: keyof Requests) => edges.reduce((all, { requests }) => all + requests[part], 0)
  return {
    total: of('total'),
    ok: of('ok'),
    error: of('error'),
    throttle: of('throttle'),
    fault: of('fault'),
    seconds: of('seconds'),
  }
}

function requestsOf(statistics: Statistics): Requests {
  return {
    total: statistics.TotalCount,
    ok: statistics.OkCount,
    error: statistics.ErrorStatistics.OtherCount,
    throttle: statistics.ErrorStatistics.ThrottleCount,
    fault: statistics.FaultStatistics.TotalCount,
    seconds: statistics.TotalResponseTime,
  }
}

/** A `Value` lies inside its bucket, so its bucket is the one that was counted (decision 019). */
export function bucketsOf(histogram: Histogram): readonly Bucket[] {
  return histogram.map(({ Value, Count }) => ({ edge: bucketOf(microsFromSeconds(Value)), count: Count }))
}
