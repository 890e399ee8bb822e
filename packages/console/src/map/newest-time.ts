import { timeSeriesOf } from '../wire/time-series.ts'

const day = 86_400

/** The minute of the newest trace before a time, in seconds; null where there is none in the year before. */
export async function newestTime(before: number, signal?: AbortSignal): Promise<number | null> {
  const days = await timeSeriesOf({ start: Math.max(0, before - 365 * day), end: before, period: day }, signal)
  const newestDay = days.at(-1)?.Timestamp
  if (newestDay === undefined) return null
  const end = Math.min(before, newestDay + day)
  const minutes = await timeSeriesOf({ start: newestDay, end, period: 60 }, signal)
  return minutes.at(-1)?.Timestamp ?? newestDay
}
