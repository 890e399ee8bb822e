import type { PeriodStatistics } from '../wire/time-series.ts'
import { bucketsOf } from './graph.ts'
import { percentile } from './percentile.ts'

/** Lines of charts over a window: one value a period, null where a period had no request. Times in seconds. */
export interface Periods {
  readonly times: readonly number[]
  readonly p50: readonly (number | null)[]
  readonly p90: readonly (number | null)[]
  readonly p99: readonly (number | null)[]
  /** A minute; of the periods that the window cuts, over the part of them that lies in it. */
  readonly requests: readonly number[]
  readonly faults: readonly number[]
  readonly errors: readonly number[]
  readonly throttles: readonly number[]
}

interface Window {
  readonly start: number
  readonly end: number
}

/** Points that a chart of this width tells apart. */
const points = 120

/** Seconds, whole minutes (the API's periods): few enough for a chart. */
export function periodFor({ start, end }: Window): number {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440].map((minutes) => minutes * 60)
  return steps.find((step) => (end - start) / step <= points) ?? 86_400
}

/** What the API left out is filled in: no requests. */
export function periodsOf(statistics: readonly PeriodStatistics[], window: Window, period: number): Periods {
  const known = new Map(statistics.map((each) => [Math.floor(each.Timestamp / period), each]))
  const numbers: number[] = []
  for (let number = Math.floor(window.start / period); number * period < window.end; number++)
    // Of a part too short the rate means nothing.
    if (secondsOf(number, period, window) >= 5) numbers.push(number)
  const at = (number: number, share: number) => {
    const found = known.get(number)
    return found === undefined ? null : (percentile(bucketsOf(found.ResponseTimeHistogram), share) ?? null)
  }
  const rate = (number: number, count: (of: PeriodStatistics) => number | undefined) => {
    const found = known.get(number)
    return ((found && count(found)) ?? 0) / (secondsOf(number, period, window) / 60)
  }
  return {
    times: numbers.map((number) => Math.max(window.start, number * period)),
    p50: numbers.map((number) => at(number, 0.5)),
    p90: numbers.map((number) => at(number, 0.9)),
    p99: numbers.map((number) => at(number, 0.99)),
    requests: numbers.map((number) => rate(number, (of) => totalOf(of)?.TotalCount)),
    faults: numbers.map((number) => rate(number, (of) => totalOf(of)?.FaultStatistics.TotalCount)),
    errors: numbers.map((number) => rate(number, (of) => totalOf(of)?.ErrorStatistics.OtherCount)),
    throttles: numbers.map((number) => rate(number, (of) => totalOf(of)?.ErrorStatistics.ThrottleCount)),
  }
}

function totalOf({ ServiceSummaryStatistics, EdgeSummaryStatistics }: PeriodStatistics) {
  return ServiceSummaryStatistics ?? EdgeSummaryStatistics
}

function secondsOf(number: number, period: number, { start, end }: Window): number {
  return Math.min(end, (number + 1) * period) - Math.max(start, number * period)
}
