import type { EntitySelector } from '@roentgen/filter'
import type { Counts, Histogram, Micros } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import type { Window } from '../question.ts'
import { chosenBy } from './chosen.ts'
import { readWindowGraphs } from './window-graphs.ts'

/** The requests of one period. */
export interface PeriodStatistics extends Counts {
  /** Beginning of the period; periods are counted from the epoch. */
  readonly start: Micros
  readonly histogram: Histogram
}

/**
 * The requests to some nodes, or over some edges, of the traces that count in a window, by period (µs, whole minutes),
 * in the order of time. Without a selector: the requests of clients. Periods without a request are left out.
 */
export async function readServiceStatistics(
  connection: Connection,
  window: Window,
  period: number,
  selector: EntitySelector | undefined,
): Promise<PeriodStatistics[]> {
  const graphs = await readWindowGraphs(connection, 'ask', window, { span: period, chosen: chosenBy(selector) })
  return [...graphs].flatMap(([start, { nodes, edges }]) =>
    [...nodes, ...edges]
      .filter(({ histogram }) => histogram.size > 0)
      .map(({ ok, error, throttle, fault, totalTime, histogram }) => {
        return { start, ok, error, throttle, fault, totalTime, histogram }
      }),
  )
}
