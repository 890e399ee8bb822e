import { graphOf, type MapGraph } from './graph.ts'

/** What is drawn: the graph of the last answer, and for a while what it no longer has. */
export interface Drawn {
  readonly graph: MapGraph
  /** Since when, in seconds, a node has no traffic any more: it fades. */
  readonly leaving: ReadonlyMap<number, number>
}

/** Seconds that a node without traffic is still there, faded. */
export const lingering = 8

/** The next picture after an answer at a time (seconds). */
export function nextDrawn(before: Drawn | undefined, graph: MapGraph, at: number): Drawn {
  if (before === undefined) return { graph, leaving: new Map() }
  const leaving = new Map(
    before.graph.nodes
      .filter(({ id }) => !graph.node.has(id))
      .map(({ id }) => [id, before.leaving.get(id) ?? at] as const)
      .filter(([, since]) => at - since < lingering),
  )
  if (leaving.size === 0) return { graph, leaving }
  const edges = before.graph.edges.filter(
    ({ id, from, to }) => !graph.edge.has(id) && (leaving.has(from) || leaving.has(to)),
  )
  const nodes = before.graph.nodes.filter(({ id }) => leaving.has(id))
  return { graph: graphOf([...graph.nodes, ...nodes], [...graph.edges, ...edges], graph.first), leaving }
}
