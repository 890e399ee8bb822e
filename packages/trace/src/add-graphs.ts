import type { Entity } from './digest.ts'
import type { Counts, GraphEdge, GraphNode, Histogram, ServiceGraph } from './graph.ts'
import { byCallerAndCallee, byEntity, entityKey } from './graph-order.ts'
import type { Micros } from './time.ts'

/** How much one map may hold; {@link foldGraph} puts the rest into one node. */
export interface GraphLimits {
  readonly nodes: number
  readonly edges: number
}

export const graphLimits: GraphLimits = { nodes: 2_000, edges: 10_000 }

/** The node that stands for all that a map has no room for. A map that was cut has it, any other has not. */
export const otherEntity: Entity = { name: '(other)', type: 'other', account: '' }

/** The map of all traces of some maps that share none: what graphOf makes of their summaries together. */
export function addGraphs(graphs: readonly ServiceGraph[]): ServiceGraph {
  const nodes = new Map<string, Sum<GraphNode>>()
  const edges = new Map<string, Sum<GraphEdge>>()
  for (const graph of graphs) {
    for (const node of graph.nodes) {
      const sum = addTo(nodes, entityKey(node.entity), node)
      if (sum !== undefined)
        sum.element = { ...sum.element, root: sum.element.root || node.root, active: sum.element.active || node.active }
    }
    for (const edge of graph.edges) addTo(edges, edgeKey(edge), edge)
  }
  return {
    nodes: [...nodes.values()].map(finish).sort(byEntity),
    edges: [...edges.values()].map(finish).sort(byCallerAndCallee),
  }
}

/** The same map within limits: where it has more, the nodes and edges with the fewest requests become `(other)`. */
export function foldGraph(graph: ServiceGraph, limits: GraphLimits = graphLimits): ServiceGraph {
  if (graph.nodes.length <= limits.nodes && graph.edges.length <= limits.edges) return graph
  const kept = new Set(busiest(graph.nodes, limits.nodes).map(({ entity }) => entityKey(entity)))
  const folded = (entity: Entity) => (kept.has(entityKey(entity)) ? entity : otherEntity)
  const within = addGraphs([
    {
      nodes: graph.nodes.map((node) => ({ ...node, entity: folded(node.entity) })),
      edges: graph.edges.map((edge) => ({ ...edge, from: edge.from && folded(edge.from), to: folded(edge.to) })),
    },
  ])
  if (within.edges.length <= limits.edges) return within
  const own = new Set(busiest(within.edges, limits.edges))
  const rest = within.edges.filter((edge) => !own.has(edge))
  const restNodes = rest.map(
    ({ start, end }): GraphNode => ({ ...noRequests, entity: otherEntity, root: false, active: false, start, end }),
  )
  const restEdges = rest.map((edge): GraphEdge => ({ ...edge, from: otherEntity, to: otherEntity, type: '' }))
  return addGraphs([
    { nodes: within.nodes, edges: [...own] },
    { nodes: restNodes, edges: restEdges },
  ])
}

const noRequests = { ok: 0, error: 0, throttle: 0, fault: 0, totalTime: 0 as Micros, histogram: new Map() } as const

interface Element extends Counts {
  readonly start: Micros
  readonly end: Micros
  readonly histogram: Histogram
}

interface Sum<Of extends Element> {
  element: Of
  /** undefined until there is a second one to add: then a copy, which may be written. */
  histogram: Map<Micros, number> | undefined
}

function addTo<Of extends Element>(sums: Map<string, Sum<Of>>, key: string, element: Of): Sum<Of> | undefined {
  const sum = sums.get(key)
  if (sum === undefined) {
    sums.set(key, { element, histogram: undefined })
    return undefined
  }
  const { element: so } = sum
  sum.element = {
    ...so,
    ok: so.ok + element.ok,
    error: so.error + element.error,
    throttle: so.throttle + element.throttle,
    fault: so.fault + element.fault,
    totalTime: (so.totalTime + element.totalTime) as Micros,
    start: Math.min(so.start, element.start) as Micros,
    end: Math.max(so.end, element.end) as Micros,
  }
  const histogram = sum.histogram ?? new Map(so.histogram)
  sum.histogram = histogram
  for (const [bucket, count] of element.histogram) histogram.set(bucket, (histogram.get(bucket) ?? 0) + count)
  return sum
}

function finish<Of extends Element>({ element, histogram }: Sum<Of>): Of {
  if (histogram === undefined) return element
  return { ...element, histogram: new Map([...histogram].sort(([a], [b]) => a - b)) }
}

function edgeKey({ from, to, type }: GraphEdge): string {
  const caller = from === undefined ? '' : entityKey(from)
  return `${caller.length} ${caller}${type} ${entityKey(to)}`
}

/** One place is left for `(other)`. */
function busiest<Of extends Counts>(elements: readonly Of[], limit: number): readonly Of[] {
  if (elements.length <= limit) return elements
  // Stable, so that equals stay in the order of their names.
  return [...elements].sort((a, b) => requests(b) - requests(a)).slice(0, limit - 1)
}

function requests({ ok, error, throttle, fault }: Counts): number {
  return ok + error + throttle + fault
}
