import type { Micros } from '@roentgen/trace'

/** The time that a mark stands for, µs. */
export const slot = 10_000_000

/** The time that one row of map_1m, of map_1h and of map_1d stands for, µs. */
export const minute = 60_000_000
export const hour = 60 * minute
export const day = 24 * hour

/** The beginning of the slot, minute, hour or day (`span`) that holds a time. */
export function beginOf(time: number, span: number): Micros {
  return (Math.floor(time / span) * span) as Micros
}
