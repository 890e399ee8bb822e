import { timeSeriesOf } from '../wire/time-series.ts'

const day = 86_400
/** Days that are looked back over. */
const back = 400

/** Something is stored from before this time, as an earlier answer said. Seconds. */
let knownBefore: number | undefined

/** Whether any trace is stored that began before a time (seconds). The store only grows older: asked until it is so. */
export async function hasTracesBefore(time: number, signal?: AbortSignal): Promise<boolean> {
  if (knownBefore !== undefined && knownBefore <= time) return true
  const periods = await timeSeriesOf({ start: Math.max(0, time - back * day), end: time, period: day }, signal)
  if (periods.length > 0) knownBefore = time
  return periods.length > 0
}
