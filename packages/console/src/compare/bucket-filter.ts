import { bucketEnd } from '@roentgen/trace'
import type { BucketRange } from '../map/request-choice.ts'
import { spanFilter } from '../traces/response-time-filter.ts'

/** The traces whose response time lies in these buckets: half-open like them, so that bars and lists count the same. */
export function bucketFilter({ first, last }: BucketRange): string {
  const end = bucketEnd(last)
  return spanFilter({ from: first / 1e6, to: end === undefined ? null : end / 1e6 })
}
