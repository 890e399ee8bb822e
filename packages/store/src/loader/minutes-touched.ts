import type { DocumentDigest, Micros, SpanDigest } from '@roentgen/trace'
import type { ActiveTrace } from '../active-traces.ts'
import { countedAt } from '../map/counted-at.ts'
import { beginOf, minute } from '../map/span-of-rows.ts'

/**
 * In which minute a trace in memory counts, by the row that this process last made durable and marked. Goes with the
 * trace when that is forgotten.
 */
export type MarkedMinutes = WeakMap<ActiveTrace, Micros>

/** The minute that a summary counts in. */
export function minuteOf(start: Micros, keyTime: Micros): Micros {
  return beginOf(countedAt(start, keyTime), minute)
}

/**
 * All minutes that any summary of any of these documents may count in, under any of these keys: the start of a trace is
 * the start of one of its spans, and there is none (0) where nothing of it can be assembled. What an earlier process or
 * another server wrote is among them, whatever came in which order.
 */
export function minutesOfAnyRevision(
  digests: readonly DocumentDigest[],
  keyTimes: Iterable<Micros>,
): ReadonlySet<Micros> {
  const starts = new Set<Micros>([0 as Micros])
  const open: SpanDigest[] = digests.map(({ span }) => span)
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    starts.add(span.start)
    for (const child of span.children) open.push(child)
  }
  const minutes = new Set<Micros>()
  for (const keyTime of keyTimes) for (const start of starts) minutes.add(minuteOf(start, keyTime))
  return minutes
}
