import { type EpochSeconds, type Micros, secondsFromMicros } from './time.ts'

// The preferred numbers of IEC 60063: 24 a decade, each at most 15 % above the one before.
const e24 = [10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75, 82, 91] as const
const decades = [1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8] as const

/**
 * The lower edges of all buckets, ascending: 0, then 100 µs to 2.8 h in E24 steps. A bucket holds its lower edge and
 * not the next; the last has no end. Fixed for all time, so that counts made by any server at any time add up.
 */
export const histogramEdges: readonly Micros[] = [
  0,
  ...decades.flatMap((decade) => e24.map((step) => step * decade)),
  1e10,
].map((edge) => edge as Micros)

/** The lower edge of the bucket that a duration falls in. */
export function bucketOf(duration: Micros): Micros {
  return histogramEdges[indexOf(duration)] ?? (0 as Micros)
}

/** The edge that ends a bucket, itself outside; undefined for the last. */
export function bucketEnd(bucket: Micros): Micros | undefined {
  return histogramEdges[indexOf(bucket) + 1]
}

/**
 * What a client of the X-Ray API sees as a bucket's `Value`: the middle of the bucket, at most 7.2 % from any duration
 * in it (from 100 µs up); the lower edge for the last. A filter must use the edges.
 */
export function bucketValue(bucket: Micros): EpochSeconds {
  const end = bucketEnd(bucket)
  return secondsFromMicros(end === undefined ? bucket : (Math.round((bucket + end) / 2) as Micros))
}

function indexOf(duration: Micros): number {
  let low = 0
  let high = histogramEdges.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((histogramEdges[middle] ?? Number.POSITIVE_INFINITY) <= duration) low = middle
    else high = middle - 1
  }
  return low
}
