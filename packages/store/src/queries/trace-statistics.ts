import type { Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { matchingSql, setSettings, type TraceSet } from './matching-traces.ts'

/** Of a set of traces. A trace can be throttled and anything else besides. */
export interface TraceStatistics {
  readonly count: number
  readonly ok: number
  readonly error: number
  readonly fault: number
  readonly throttle: number
  /** Traces that have a response time; the rest is of these, and undefined where there are none. */
  readonly answered: number
  readonly mean: Micros | undefined
  /** The value at position floor(share × answered), from 0, of all in order. */
  readonly p50: Micros | undefined
  readonly p95: Micros | undefined
  readonly p99: Micros | undefined
  readonly max: Micros | undefined
}

/** Of no trace. */
export const noTraces: TraceStatistics = {
  ...{ count: 0, ok: 0, error: 0, fault: 0, throttle: 0, answered: 0 },
  ...{ mean: undefined, p50: undefined, p95: undefined, p99: undefined, max: undefined },
}

/** Response times from here on are counted as this one, where they are counted in 32 bits; µs, 71 minutes. */
export const longestCounted = 4_294_967_295

/**
 * Response times as the engine finds percentiles of them twice as fast: exact where none is longer than 71 minutes. `isLong`: some
 * may be.
 */
export function exactTimes(isLong: boolean): string {
  const time = 'ifNull(response_time, 0)'
  return isLong ? time : `toUInt32(least(${time}, ${longestCounted}))`
}

/** p50, p95 and p99 in an array. */
export function percentilesSql(isLong: boolean): string {
  return `quantilesExactIf(0.5, 0.95, 0.99)(${exactTimes(isLong)}, isNotNull(response_time))`
}

/** The columns of {@link readStatisticsCells}, over `ok`, `error`, `fault`, `throttle` and `response_time`. */
export function statisticsSql(isLong: boolean): string {
  return `count(),
  countIf(ok),
  countIf(error),
  countIf(fault),
  countIf(throttle),
  count(response_time),
  ifNull(sum(response_time), 0),
  ifNull(max(response_time), 0),
  ${percentilesSql(isLong)}`
}

/** The same of a part of the traces, to be added up: over the columns of {@link statisticsSql}. */
export function partialStatisticsSql(isLong: boolean): string {
  return `count() as of_count,
  countIf(ok) as of_ok,
  countIf(error) as of_error,
  countIf(fault) as of_fault,
  countIf(throttle) as of_throttle,
  count(response_time) as of_answered,
  ifNull(sum(response_time), 0) as of_sum,
  ifNull(max(response_time), 0) as of_max,
  quantilesExactIfState(0.5, 0.95, 0.99)(${exactTimes(isLong)}, isNotNull(response_time)) as of_times`
}

/** Figures of parts added up, by name; `percentiles` is an array. */
export const addedFigures = {
  count: 'sum(of_count)',
  ok: 'sum(of_ok)',
  error: 'sum(of_error)',
  fault: 'sum(of_fault)',
  throttle: 'sum(of_throttle)',
  answered: 'sum(of_answered)',
  sum: 'sum(of_sum)',
  max: 'max(of_max)',
  percentiles: 'quantilesExactIfMerge(0.5, 0.95, 0.99)(of_times)',
} as const

/** The columns of {@link readStatisticsCells}, over those of {@link partialStatisticsSql}. */
export const addedStatisticsSql = Object.values(addedFigures).join(',\n  ')

/** Answers of {@link statisticsSql} as they are where no response time is long, and asked again where one is. */
export async function exactStatistics<T extends TraceStatistics>(
  ask: (isLong: boolean) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const found = await ask(false)
  return found.some(({ max = 0 }) => max >= longestCounted) ? ask(true) : found
}

export function readStatisticsCells(cells: Cells): TraceStatistics {
  const [count, ok, error, fault] = [cells.number(), cells.number(), cells.number(), cells.number()]
  const [throttle, answered, sum, max] = [cells.number(), cells.number(), cells.number(), cells.number()]
  const [p50, p95, p99] = cells.numbers()
  const ofAnswered = (value: number | undefined) => (answered === 0 ? undefined : (value as Micros | undefined))
  return {
    ...{ count, ok, error, fault, throttle, answered },
    mean: ofAnswered(sum / answered),
    p50: ofAnswered(p50),
    p95: ofAnswered(p95),
    p99: ofAnswered(p99),
    max: ofAnswered(max),
  }
}

/** How many traces has the set, of which state, and how fast were they? Cost: six columns and the filter's. */
const sql = (condition: string, isLong: boolean) => `
select
  ${statisticsSql(isLong)}
from summaries final
where ${condition}
`

export async function readTraceStatistics(connection: Connection, set: TraceSet): Promise<TraceStatistics> {
  const { conditions, parameters } = matchingSql([set])
  const [found] = await exactStatistics(async (isLong) => {
    const [row = []] = await connection.rows('ask', {
      sql: sql(conditions.join(), isLong),
      parameters,
      settings: setSettings,
    })
    return [readStatisticsCells(new Cells(row))]
  })
  return found ?? readStatisticsCells(new Cells([]))
}
