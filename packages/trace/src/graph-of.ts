import type { Entity } from './digest.ts'
import type { GraphEdge, GraphNode, ServiceGraph } from './graph.ts'
import { byCallerAndCallee, byEntity, entityKey } from './graph-order.ts'
import { bucketOf } from './histogram.ts'
import { finalState } from './request-state.ts'
import type { Flags, SummaryEdge, SummarySegment } from './summary.ts'
import type { Micros } from './time.ts'

/** What a map needs of a TraceSummary. */
export interface CountedSummary {
  readonly segments: readonly (Pick<SummarySegment, 'entity' | 'inferred' | 'root' | 'start' | 'duration'> & Flags)[]
  readonly edges: readonly (Pick<SummaryEdge, 'from' | 'to' | 'type' | 'start' | 'duration'> & Flags)[]
}

/**
 * The service map of some traces. A node's numbers come from the service's own segments, an edge's from the caller.
 * A request counts when it has ended, once, by its final state; before, it only makes its node and edge appear
 * (docs/decisions/017). Nodes and edges are sorted by their entities, histograms by bucket.
 */
export function graphOf(summaries: Iterable<CountedSummary>): ServiceGraph {
  const nodes = new Map<string, NodeSums>()
  const edges = new Map<string, EdgeSums>()
  for (const summary of summaries) {
    const nodesHere = summary.segments.map((segment) => {
      const node = nodeOf(nodes, segment.entity, segment.start)
      node.root ||= segment.root
      node.active ||= !segment.inferred
      count(node.sums, segment)
      return node
    })
    for (const edge of summary.edges) {
      const from = nodesHere[edge.from]
      const to = nodesHere[edge.to]
      if (to === undefined) continue
      const key = `${from?.number ?? -1} ${to.number} ${edge.type}`
      let sums = edges.get(key)
      if (sums === undefined) {
        sums = { from: from?.entity, to: to.entity, type: edge.type, sums: newSums(edge.start) }
        edges.set(key, sums)
      }
      count(sums.sums, edge)
    }
  }
  return {
    nodes: [...nodes.values()]
      .sort(byEntity)
      .map(({ entity, root, active, sums }): GraphNode => ({ entity, root, active, ...finish(sums) })),
    edges: [...edges.values()]
      .sort(byCallerAndCallee)
      .map(({ from, to, type, sums }): GraphEdge => ({ from, to, type, ...finish(sums) })),
  }
}

interface Sums {
  ok: number
  error: number
  throttle: number
  fault: number
  totalTime: number
  start: number
  end: number
  histogram: Map<Micros, number>
}
interface NodeSums {
  readonly number: number
  readonly entity: Entity
  root: boolean
  active: boolean
  readonly sums: Sums
}
interface EdgeSums {
  readonly from: Entity | undefined
  readonly to: Entity
  readonly type: '' | 'link'
  readonly sums: Sums
}

function newSums(start: Micros): Sums {
  return { ok: 0, error: 0, throttle: 0, fault: 0, totalTime: 0, start, end: start, histogram: new Map() }
}

function count(sums: Sums, request: Flags & { readonly start: Micros; readonly duration: Micros | undefined }): void {
  const { start, duration } = request
  sums.start = Math.min(sums.start, start)
  sums.end = Math.max(sums.end, start + (duration ?? 0))
  if (duration === undefined) return
  sums[finalState(request)]++
  sums.totalTime += duration
  const bucket = bucketOf(duration)
  sums.histogram.set(bucket, (sums.histogram.get(bucket) ?? 0) + 1)
}

function finish({ ok, error, throttle, fault, totalTime, start, end, histogram }: Sums) {
  return {
    ok,
    error,
    throttle,
    fault,
    totalTime: totalTime as Micros,
    start: start as Micros,
    end: end as Micros,
    histogram: new Map([...histogram].sort(([a], [b]) => a - b)),
  }
}

function nodeOf(nodes: Map<string, NodeSums>, entity: Entity, start: Micros): NodeSums {
  const key = entityKey(entity)
  let node = nodes.get(key)
  if (node === undefined) {
    node = { number: nodes.size, entity, root: false, active: false, sums: newSums(start) }
    nodes.set(key, node)
  }
  return node
}
