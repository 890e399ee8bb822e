import type { EntitySelector } from '@roentgen/filter'
import type { Counts, Histogram, Micros } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import type { MapGroup } from '../groups/map-group.ts'
import type { Window } from '../question.ts'
import { chosenBy } from './chosen.ts'
import { readWindowGraphs } from './window-graphs.ts'

/** The requests of one period. */
export interface PeriodStatistics extends Counts {
  /** Beginning of the period; periods are counted from the epoch. */
  readonly start: Micros
  readonly histogram: Histogram
}

export interface StatisticsAsked {
  /** µs, whole minutes. */
  readonly period: number
  readonly selector: EntitySelector | undefined
  readonly group: MapGroup | undefined
}

/**
 * The requests to some nodes, or over some edges, of the traces that count in a window, by period, in the order of time. Without a selector: the requests of clients. Periods without a request are left out.
 */
export async function readServiceStatistics(
  connection: Connection,
  window: Window,
  { period, selector, group }: StatisticsAsked,
): Promise<PeriodStatistics[]> {
  const asked = { span: period, chosen: chosenBy(selector), group }
  const graphs = await readWindowGraphs(connection, 'ask', window, asked)
  return [...graphs].flatMap(([start, { nodes, edges }]) =>
    [...nodes, ...edges]
      .filter(({ histogram }) => histogram.size > 0)
      .map(({ ok, error, throttle, fault, totalTime, histogram }) => {
        return { start, ok, error, throttle, fault, totalTime, histogram }
      }),
  )
}
