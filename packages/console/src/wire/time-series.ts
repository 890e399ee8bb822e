import { z } from 'zod/mini'
import { ask } from './ask.ts'
import { histogram, statistics } from './service-graph.ts'

const period = z.object({
  Timestamp: z.number(),
  EdgeSummaryStatistics: z.optional(statistics),
  ServiceSummaryStatistics: z.optional(statistics),
  ResponseTimeHistogram: histogram,
})
const answer = z.object({ TimeSeriesServiceStatistics: z.array(period) })

/** X-Ray API: TimeSeriesServiceStatistics. Times in seconds; of node and edge statistics one is there. */
export type PeriodStatistics = z.infer<typeof period>

interface TimeSeriesQuestion {
  readonly start: number
  readonly end: number
  readonly group?: string
  /** Seconds, whole minutes. */
  readonly period: number
  /** EntitySelectorExpression; without one: what clients asked. */
  readonly selector?: string
}

/** X-Ray API: GetTimeSeriesServiceStatistics. Periods without requests are left out; the server answers in one page. */
export async function timeSeriesOf(
  { start, end, group, period, selector }: TimeSeriesQuestion,
  signal?: AbortSignal,
): Promise<readonly PeriodStatistics[]> {
  const body = {
    StartTime: start,
    EndTime: end,
    Period: period,
    ...(group !== undefined && { GroupName: group }),
    ...(selector !== undefined && { EntitySelectorExpression: selector }),
  }
  return (await ask('/TimeSeriesServiceStatistics', { body, signal, shape: answer })).TimeSeriesServiceStatistics
}
