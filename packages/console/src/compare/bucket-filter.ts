import { bucketEnd } from '@roentgen/trace'
import type { BucketRange } from '../map/request-choice.ts'

/** The traces whose response time lies in these buckets: half-open like them, so that bars and lists count the same. */
export function bucketFilter({ first, last }: BucketRange): string {
  const end = bucketEnd(last)
  const from = `responsetime >= ${secondsText(first)}`
  return end === undefined ? from : `${from} AND responsetime < ${secondsText(end)}`
}

/** Never `1e-4`, which is no number of the language. */
function secondsText(micros: number): string {
  return (micros / 1e6).toFixed(6).replace(/\.?0+$/, '')
}
