import type { Micros } from '@roentgen/trace'

/** A day of UTC; the tables are partitioned by days. */
export const day = 86_400_000_000

/** Midnight before a time. */
export function beginOfDay(time: number): Micros {
  return (Math.floor(time / day) * day) as Micros
}

/** `20261122`, as the tables name their partitions. */
export function partitionOf(time: Micros): string {
  return dateOf(time).replaceAll('-', '')
}

/** Midnight at which the day of a partition begins; undefined for a name that is none of a day. */
export function dayOfPartition(name: string): Micros | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)$/.exec(name)
  if (parts === null) return undefined
  const milliseconds = Date.parse(`${parts[1]}-${parts[2]}-${parts[3]}T00:00:00Z`)
  return Number.isNaN(milliseconds) ? undefined : ((milliseconds * 1000) as Micros)
}

/** `2026-11-22` */
export function dateOf(time: Micros): string {
  return new Date(time / 1000).toISOString().slice(0, 10)
}

/** Midnight at which a day begins, written as {@link dateOf} does; undefined for anything else. */
export function dayOfDate(text: string): Micros | undefined {
  const begin = /^\d{4}-\d\d-\d\d$/.test(text) ? dayOfPartition(text.replaceAll('-', '')) : undefined
  // The 31st of February is read as a day of March.
  return begin !== undefined && dateOf(begin) === text ? begin : undefined
}
