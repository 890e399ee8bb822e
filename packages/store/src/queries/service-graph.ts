import type { ServiceGraph } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import type { SlotGraphs } from '../map/slot-graphs.ts'
import type { Window } from '../question.ts'
import { readWindowGraph } from './window-graphs.ts'

/** The map of all traces that count in the window: graphOf over their summaries, to the integer. */
export function readServiceGraph(connection: Connection, window: Window, known: SlotGraphs): Promise<ServiceGraph> {
  return readWindowGraph(connection, 'ask', window, known)
}
