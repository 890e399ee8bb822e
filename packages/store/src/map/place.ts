import type { Micros } from '@roentgen/trace'
import { countedAt } from './counted-at.ts'
import { beginOf, slot } from './span-of-rows.ts'

/**
 * Where a trace counts in maps: in a slot of ten seconds, and among those that came on time or late. One number, so that
 * sets know it: the beginning of the slot, plus one for late.
 */
export type Place = number & { readonly __brand: 'Place' }

/** A trace that counts in this stretch of time around its key came on time; every other came late. µs. */
export const onTime = { before: 20_000_000, after: 5_000_000 } as const

export function placeOf(start: Micros, keyTime: Micros): Place {
  const counted = countedAt(start, keyTime)
  const isLate = counted <= keyTime - onTime.before || counted > keyTime + onTime.after
  return placeAt(beginOf(counted, slot), isLate)
}

/** Of a slot by its beginning. */
export function placeAt(start: Micros, isLate: boolean): Place {
  return (start + (isLate ? 1 : 0)) as Place
}

export function slotOf(place: Place): Micros {
  return beginOf(place, slot)
}

export function isLate(place: Place): boolean {
  return slotOf(place) !== (place as number)
}
