import type { TraceActivity } from '@roentgen/api'
import type { BarRange, HistogramBar, HistogramTick } from '../design/histogram.tsx'
import { counted, countText } from '../format/numbers.ts'
import { dateTimeText, timeText, type Zone } from '../format/times.ts'

export interface ActivityBars {
  readonly bars: readonly HistogramBar[]
  readonly ticks: readonly HistogramTick[]
}

interface Window {
  readonly start: number
  readonly end: number
}

/** Words that find room below the bars: days with their times, and times alone. */
const mostDays = 3
const mostTimes = 4

/** A bar a period of the window, those without traces too; the first of the states lies at the foot. */
export function activityBarsOf({ period, periods }: TraceActivity, { start, end }: Window, zone: Zone): ActivityBars {
  const found = new Map(periods.map((one) => [Math.round((one.start - start) / period), one]))
  const count = Math.max(1, Math.ceil((end - start) / period - 1e-6))
  const isLong = end - start > 86_400
  const bars = Array.from({ length: count }, (_, number): HistogramBar => {
    const one = found.get(number)
    const name = periodText(start + number * period, Math.min(end, start + (number + 1) * period), isLong, zone)
    if (one === undefined) return { count: 0, name, says: 'no trace' }
    const { fault, throttle, error, ok, rest } = one.states
    const kinds = [
      [ok, 'OK'],
      [error, 'with an error'],
      [throttle, 'throttled'],
      [fault, 'with a fault'],
      [rest, 'in progress'],
    ] as const
    const words = kinds.flatMap(([some, word]) => (some === 0 ? [] : [`${countText(some)} ${word}`]))
    return {
      count: one.count,
      name,
      says: `${counted(one.count, 'trace')}: ${words.join(', ')}`,
      parts: [
        { kind: 'fault', count: fault },
        { kind: 'throttle', count: throttle },
        { kind: 'error', count: error },
        { kind: 'ok', count: ok },
        { kind: 'in progress', count: rest },
      ],
    }
  })
  const every = Math.max(1, Math.ceil(count / (isLong ? mostDays : mostTimes)))
  const ticks = bars.flatMap((_, bar) =>
    bar % every === 0 ? [{ bar, text: momentText(start + bar * period, end - start, zone) }] : [],
  )
  return { bars, ticks }
}

/** The stretch of time that was brushed. */
export function stretchOf({ period }: TraceActivity, { start, end }: Window, { first, last }: BarRange): Window {
  return { start: start + first * period, end: Math.min(end, start + (last + 1) * period) }
}

function momentText(seconds: number, length: number, zone: Zone): string {
  if (length > 86_400) return dateTimeText(seconds, zone).slice(5, 16)
  return timeText(seconds, zone, false).slice(0, length > 600 ? 5 : 8)
}

function periodText(from: number, to: number, isLong: boolean, zone: Zone): string {
  const text = (seconds: number) =>
    isLong ? dateTimeText(seconds, zone).slice(5, 16) : timeText(seconds, zone, false).slice(0, 8)
  return `${text(from)} – ${text(to)}`
}
