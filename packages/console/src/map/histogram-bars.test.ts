import { histogramEdges, type Micros } from '@roentgen/trace'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { barsBetween, barsOf, bucketsBetween, placeOf } from './histogram-bars.ts'

const bucket = (edge: number, count: number) => ({ edge: edge as Micros, count })

test('bars go from the first to the last bucket with requests, and name their edges', () => {
  const { bars, edges } = barsOf([bucket(100, 0), bucket(1000, 5), bucket(1300, 2)])
  expect(edges).toEqual([1000, 1100, 1200, 1300])
  expect(bars.map(({ count }) => count)).toEqual([5, 0, 0, 2])
  expect(bars[0]?.name).toBe('1.0 ms to 1.1 ms')
  expect(barsOf([bucket(1e10, 1)]).bars[0]?.name).toBe('2.8 h or more')
  expect(barsOf([]).bars).toEqual([])
})

test('what is brushed comes back to the same bars', () => {
  const anyBuckets = fc.uniqueArray(fc.nat(histogramEdges.length - 1), { minLength: 1 })
  fc.assert(
    fc.property(anyBuckets, fc.nat(), fc.nat(), (indexes, a, b) => {
      const bars = barsOf(indexes.map((index) => bucket(histogramEdges[index] ?? 0, 1)))
      const [one, other] = [a % bars.edges.length, b % bars.edges.length]
      const range = { first: Math.min(one, other), last: Math.max(one, other) }
      expect(barsBetween(bars, bucketsBetween(bars, range))).toEqual(range)
    }),
  )
})

test('a choice that no bar shows any more is none', () => {
  const bars = barsOf([bucket(1000, 5)])
  expect(barsBetween(bars, { first: 100 as Micros, last: 110 as Micros })).toBeUndefined()
  expect(barsBetween(bars, undefined)).toBeUndefined()
})

test('a time lies where its share of the bar is', () => {
  const bars = barsOf([bucket(1000, 5), bucket(1100, 5)])
  expect(placeOf(bars, 0.00105)).toBeCloseTo(0.5)
  expect(placeOf(bars, 0.00115)).toBeCloseTo(1.5)
  expect(placeOf(bars, 0)).toBe(0)
  expect(placeOf(barsOf([]), 1)).toBe(0)
})
