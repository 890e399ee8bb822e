import type { Micros } from '@roentgen/trace'

/** The time that one row of map_1m and one of map_1h stand for, µs. */
export const minute = 60_000_000
export const hour = 60 * minute

/** The beginning of the minute or hour (`span`) that holds a time. */
export function beginOf(time: number, span: number): Micros {
  return (Math.floor(time / span) * span) as Micros
}
