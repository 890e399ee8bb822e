import type { ServiceGraph } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import type { MapGroup } from '../groups/map-group.ts'
import type { KnownGraphs } from '../map/known-graphs.ts'
import type { Window } from '../question.ts'
import { readWindowGraph } from './window-graphs.ts'

/** The map of all traces that count in the window, or of those in a group: graphOf over their summaries, to the integer. */
export function readServiceGraph(
  connection: Connection,
  window: Window,
  known: KnownGraphs,
  group: MapGroup | undefined,
): Promise<ServiceGraph> {
  return readWindowGraph(connection, 'ask', window, { known, group })
}
