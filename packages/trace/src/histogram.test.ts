import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bucketEnd, bucketOf, bucketValue, histogramEdges } from './histogram.ts'
import type { Micros } from './time.ts'

const hour = 3_600_000_000

describe('the buckets of a histogram', () => {
  test('have whole edges that ascend from 0, and 100 µs, to more than an hour', () => {
    expect(histogramEdges.slice(0, 4)).toEqual([0, 100, 110, 120])
    expect(histogramEdges.at(-1)).toBeGreaterThan(hour)
    expect(histogramEdges.every((edge) => Number.isSafeInteger(edge))).toBe(true)
    expect(histogramEdges).toEqual([...new Set(histogramEdges)].sort((a, b) => a - b))
  })

  test('are narrow: no bucket from 100 µs up is wider than 16 % of its lower edge', () => {
    for (const [i, edge] of histogramEdges.entries()) {
      const end = histogramEdges[i + 1]
      if (edge > 0 && end !== undefined) expect((end - edge) / edge).toBeLessThan(0.16)
    }
  })

  test.each([
    { duration: 0, bucket: 0 },
    { duration: 99, bucket: 0 },
    { duration: 100, bucket: 100 },
    { duration: 66_000, bucket: 62_000 },
    { duration: 67_999, bucket: 62_000 },
    { duration: 68_000, bucket: 68_000 },
    { duration: 1_000_000, bucket: 1_000_000 },
    { duration: 1e15, bucket: 1e10 },
  ])('$duration µs fall into the bucket from $bucket µs', ({ duration, bucket }) => {
    expect(bucketOf(duration as Micros)).toBe(bucket)
  })

  test('hold their lower edge and not the next, and show a value from within', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(2 * hour), fc.constantFrom(...histogramEdges)), (duration) => {
        const bucket = bucketOf(duration as Micros)
        const end = bucketEnd(bucket) ?? Number.POSITIVE_INFINITY
        expect(bucket <= duration && duration < end).toBe(true)
        expect(bucketOf((bucketValue(bucket) * 1e6) as Micros)).toBe(bucket)
      }),
    )
  })

  test('show their middle in seconds', () => {
    expect(bucketValue(62_000 as Micros)).toBe(0.065)
    expect(bucketValue(0 as Micros)).toBe(0.00005)
    expect(bucketValue(1e10 as Micros)).toBe(10_000)
  })
})
