import type { ServiceGraph } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import type { Window } from '../question.ts'
import { readWindowGraphs } from './window-graphs.ts'

/** The map of all traces that count in the window: graphOf over their summaries, to the integer. */
export async function readServiceGraph(connection: Connection, window: Window): Promise<ServiceGraph> {
  const graphs = await readWindowGraphs(connection, 'ask', window, {})
  for (const graph of graphs.values()) return graph
  return { nodes: [], edges: [] }
}
