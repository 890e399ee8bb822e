import { bucketEnd } from '@roentgen/trace'
import type { Bucket } from './graph.ts'

/**
 * The response time, in seconds, that a share of the requests (0 to 1) did not exceed, read between the edges of its
 * bucket: at most a bucket's width from the truth (E24: 15 %). undefined without requests.
 */
export function percentile(buckets: readonly Bucket[], share: number): number | undefined {
  const total = buckets.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return undefined
  const wanted = share * total
  let before = 0
  let last = 0
  for (const { edge, count } of buckets) {
    if (count === 0) continue
    const end = bucketEnd(edge) ?? edge
    last = end
    if (before + count >= wanted) return (edge + ((wanted - before) / count) * (end - edge)) / 1e6
    before += count
  }
  return last / 1e6
}
