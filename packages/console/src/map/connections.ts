import { graphOf, type MapGraph } from './graph.ts'

/** How far the connections of a node are followed; undefined: to the end. */
export type Hops = number | undefined

/** The node, all who call it directly or through others, and all that it calls so, with the edges on these ways. */
export function connectionsOf(graph: MapGraph, id: number, hops: Hops): MapGraph {
  const up = reach(id, hops, (from) => graph.edges.filter(({ to }) => to === from).map((edge) => edge.from))
  const down = reach(id, hops, (from) => graph.edges.filter((edge) => edge.from === from).map(({ to }) => to))
  const nodes = graph.nodes.filter((node) => up.has(node.id) || down.has(node.id))
  const edges = graph.edges.filter(({ from, to }) => (up.has(from) && up.has(to)) || (down.has(from) && down.has(to)))
  return graphOf(nodes, edges, graph.first)
}

function reach(start: number, hops: Hops, next: (id: number) => readonly number[]): ReadonlySet<number> {
  const reached = new Set([start])
  let front: readonly number[] = [start]
  for (let step = 0; front.length > 0 && step < (hops ?? Number.POSITIVE_INFINITY); step++) {
    front = front.flatMap(next).filter((id) => !reached.has(id) && reached.add(id))
  }
  return reached
}
