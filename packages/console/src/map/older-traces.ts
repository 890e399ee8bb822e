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
let isAsked = false

/** Whether any trace is stored that began before a time (seconds). The store only grows older: asked until it is so. */
export async function hasTracesBefore(time: number, signal?: AbortSignal): Promise<boolean> {
  if (knownBefore !== undefined && knownBefore <= time) return true
  isAsked = true
  for (const { back, period } of looks) {
    const periods = await timeSeriesOf({ start: Math.max(0, time - back), end: time, period }, signal)
    if (periods.length === 0) continue
    knownBefore = time
    return true
  }
  return false
}

/** The same, begun beside another question that may make it needless: of the page's first map, that nobody waits twice. */
export function beginAsking(time: number, signal?: AbortSignal): Promise<boolean> | undefined {
  if (isAsked) return undefined
  const answer = hasTracesBefore(time, signal)
  // Where nobody needs it nobody hears that it failed.
  answer.catch(() => {})
  return answer
}
