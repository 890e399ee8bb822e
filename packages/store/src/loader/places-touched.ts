import type { DocumentDigest, Micros, SpanDigest } from '@roentgen/trace'
import type { ActiveTrace } from '../active-traces.ts'
import { type Place, placeOf } from '../map/place.ts'

/**
 * Where a trace in memory counts, by the row that this process last made durable and marked. Goes with the trace when that
 * is forgotten.
 */
export type MarkedPlaces = WeakMap<ActiveTrace, Place>

/**
 * All places where any summary of any of these documents may count, under any of these keys: the start of a trace is the
 * start of one of its spans, and there is none (0) where nothing of it can be assembled. What an earlier process or another
 * server wrote is among them, whatever came in which order.
 */
export function placesOfAnyRevision(
  digests: readonly DocumentDigest[],
  keyTimes: Iterable<Micros>,
): ReadonlySet<Place> {
  const starts = new Set<Micros>([0 as Micros])
  const open: SpanDigest[] = digests.map(({ span }) => span)
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    starts.add(span.start)
    for (const child of span.children) open.push(child)
  }
  const places = new Set<Place>()
  for (const keyTime of keyTimes) for (const start of starts) places.add(placeOf(start, keyTime))
  return places
}
