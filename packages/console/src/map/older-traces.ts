import type { QueryClient } from '@tanstack/react-query'
import { healthReportQuestion } from '../health/use-health-report.ts'
import { timeSeriesOf } from '../wire/time-series.ts'

const hour = 3600
const day = 24 * hour
/** How far is looked back, and in which steps: where traces come all the time the first look finds some. Seconds. */
const looks = [
  { back: hour, period: hour },
  { back: day, period: day },
  { back: 400 * day, period: day },
] as const

/** Something is stored from before this time, as an earlier answer said. Seconds. */
let knownBefore: number | undefined

/** Whether any trace is stored that began before a time (seconds). The store only grows older: asked until it is so. */
export async function hasTracesBefore(client: QueryClient, time: number, signal?: AbortSignal): Promise<boolean> {
  if (knownBefore !== undefined && knownBefore <= time) return true
  // What an earlier day has says it without a look at any trace.
  const end = await endOfOldestDay(client)
  if (end !== undefined && end <= time) {
    knownBefore = end
    return true
  }
  for (const { back, period } of looks) {
    const periods = await timeSeriesOf({ start: Math.max(0, time - back), end: time, period }, signal)
    if (periods.length === 0) continue
    knownBefore = time
    return true
  }
  return false
}

/** Seconds; undefined where the server cannot say it, or nothing is stored. */
async function endOfOldestDay(client: QueryClient): Promise<number | undefined> {
  const report = await client.ensureQueryData(healthReportQuestion).catch(() => undefined)
  const oldest = report?.store?.oldestDay
  return oldest === undefined || oldest === null ? undefined : Date.parse(`${oldest}T00:00:00Z`) / 1000 + day
}
