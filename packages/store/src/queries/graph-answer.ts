import {
  byCallerAndCallee,
  byEntity,
  type Entity,
  type GraphEdge,
  type GraphNode,
  type Histogram,
  type Micros,
  type ServiceGraph,
} from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Rows } from '../connection.ts'
import type { Chosen } from './chosen.ts'

/** How the histogram of an answered row names its buckets: by their lower edges, or by their places in histogramEdges. */
export type BucketNames = (name: number) => Micros

/** Asks for nodes and edges, at once or one after the other. */
export async function both(
  nodes: () => Promise<Rows>,
  edges: () => Promise<Rows>,
  inTurn: boolean,
): Promise<[Rows, Rows]> {
  return inTurn ? [await nodes(), await edges()] : Promise.all([nodes(), edges()])
}

const flagColumns = new Set(['called', 'link'])

/** The columns that name an element; chosen ones have no name together. */
export function named(columns: readonly string[], chosen: Chosen | undefined): string {
  if (chosen === undefined) return columns.join(', ')
  return columns.map((column) => (flagColumns.has(column) ? '0' : `''`)).join(', ')
}

/** Maps by the beginning of their span, from the answers of two questions whose rows begin with it. */
export function graphsOf(nodes: Rows, edges: Rows, bucketNames: BucketNames): Map<Micros, ServiceGraph> {
  const graphs = new Map<Micros, { nodes: GraphNode[]; edges: GraphEdge[] }>()
  const graphAt = (at: Micros) => {
    const known = graphs.get(at)
    if (known !== undefined) return known
    const graph = { nodes: [], edges: [] }
    graphs.set(at, graph)
    return graph
  }
  for (const row of nodes) {
    const cells = new Cells(row)
    graphAt(cells.micros()).nodes.push(nodeOf(cells, bucketNames))
  }
  for (const row of edges) {
    const cells = new Cells(row)
    graphAt(cells.micros()).edges.push(edgeOf(cells, bucketNames))
  }
  for (const graph of graphs.values()) {
    graph.nodes.sort(byEntity)
    graph.edges.sort(byCallerAndCallee)
  }
  return graphs
}

function nodeOf(cells: Cells, bucketNames: BucketNames): GraphNode {
  return { entity: entityOf(cells), root: cells.bool(), active: cells.bool(), ...numbersOf(cells, bucketNames) }
}

function edgeOf(cells: Cells, bucketNames: BucketNames): GraphEdge {
  const called = cells.bool()
  const from = entityOf(cells)
  const to = entityOf(cells)
  return {
    from: called ? from : undefined,
    to,
    type: cells.bool() ? 'link' : '',
    ...numbersOf(cells, bucketNames),
  }
}

function entityOf(cells: Cells): Entity {
  return { name: cells.text(), type: cells.text(), account: cells.text() }
}

function numbersOf(cells: Cells, bucketNames: BucketNames) {
  const numbers = {
    ok: cells.number(),
    error: cells.number(),
    throttle: cells.number(),
    fault: cells.number(),
    totalTime: cells.micros(),
    start: cells.micros(),
    end: cells.micros(),
  }
  return { ...numbers, histogram: histogramOf(cells.numbers(), cells.numbers(), bucketNames) }
}

function histogramOf(buckets: readonly number[], counts: readonly number[], bucketNames: BucketNames): Histogram {
  const pairs = buckets.map((bucket, i) => [bucketNames(bucket), counts[i] ?? 0] as const)
  return new Map(pairs.sort(([a], [b]) => a - b))
}
