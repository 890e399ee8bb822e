import { Graph, layout as run } from '@dagrejs/dagre'
import { columnsOf } from './columns.ts'
import { columnsAt, foldColumns } from './fold-columns.ts'
import type { MapEdge, MapNode } from './graph.ts'
import { type Point, slot } from './slots.ts'

/** What a layout needs to know of a map. */
export interface LayoutQuestion {
  readonly nodes: readonly Pick<MapNode, 'id'>[]
  readonly edges: readonly Pick<MapEdge, 'id' | 'from' | 'to'>[]
}

export interface Layout {
  readonly positions: readonly (readonly [number, Point])[]
  /** Where an edge goes on its way, so that it passes between the nodes: from circle to circle, ends included. */
  readonly routes: readonly (readonly [string, readonly Point[]])[]
}

/** From left to right, callers before whom they call. Depends on nothing but the nodes, the edges and their order. */
export function layout(question: LayoutQuestion): Layout {
  const { nodes, edges } = question
  // Of columns that are folded an exact layout would leave the order alone.
  const quick = nodes.length > few ? foldColumns(columnsOf(question)) : undefined
  return quick === undefined ? exactly(nodes, edges) : { positions: quick, routes: [] }
}

function exactly(nodes: LayoutQuestion['nodes'], edges: LayoutQuestion['edges']): Layout {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({
    rankdir: 'LR',
    nodesep: 8,
    edgesep: 14,
    ranksep: slot.column - slot.width,
    ranker: rankerOf(nodes.length),
  })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id } of nodes) graph.setNode(String(id), { width: slot.width, height: slot.height })
  for (const { id, from, to } of edges) if (from !== to) graph.setEdge(String(from), String(to), {}, id)
  run(graph)
  const laid = nodes.map(({ id }): readonly [number, Point] => {
    const { x = 0, y = 0 } = graph.node(String(id))
    return [id, { x: Math.round(x), y: Math.round(y) }]
  })
  const folded = foldColumns(columnsAt(laid))
  if (folded !== undefined) return { positions: folded, routes: [] }
  const routes = edges
    .filter(({ from, to }) => from !== to)
    .map(({ id, from, to }) => [id, pointsOf(graph.edge(String(from), String(to), id))] as const)
  return { positions: laid, routes }
}

/** Nodes of a map that is laid out exactly, however long that takes. */
const few = 60

/** Of 400 nodes the shortest edges take seconds to find, and a tight tree's are nearly as short; of 1,000 it takes minutes. */
function rankerOf(nodes: number): 'network-simplex' | 'tight-tree' | 'longest-path' {
  return nodes <= few ? 'network-simplex' : nodes <= 600 ? 'tight-tree' : 'longest-path'
}

function pointsOf(edge: { readonly points?: readonly Point[] }): readonly Point[] {
  return (edge.points ?? []).map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }))
}
