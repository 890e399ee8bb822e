import { bucketEnd, bucketOf, type Micros } from '@roentgen/trace'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { brushedOf, pairBars } from './pair-bars.ts'

const bin = (milliseconds: number, count: number) => {
  const from = bucketOf((milliseconds * 1000) as Micros)
  const to = bucketEnd(from)
  return { from: from / 1e6, to: to === undefined ? null : to / 1e6, count, filter: '' }
}

test('bars of both sets stand over the same bins, as shares of each, with the empty bins between', () => {
  const { bars, counts } = pairBars([bin(10, 3), bin(13, 1)], [bin(12, 50)])
  expect(bars.map(({ name, count, other }) => [name, count, other])).toEqual([
    ['10.0 ms to 11.0 ms', 0.75, 0],
    ['11.0 ms to 12.0 ms', 0, 0],
    ['12.0 ms to 13.0 ms', 0, 1],
    ['13.0 ms to 15.0 ms', 0.25, 0],
  ])
  expect(counts).toEqual([
    [3, 0],
    [0, 0],
    [0, 50],
    [1, 0],
  ])
  expect(bars[0]?.says).toBe('75 % of A, 0 % of B')
})

test('what is brushed is half-open like the bins, and says how many traces of each it has', () => {
  const pair = pairBars([bin(10, 3), bin(13, 1)], [bin(12, 50)])
  expect(brushedOf(pair, { first: 1, last: 3 })).toEqual({
    filter: 'responsetime >= 0.011 AND responsetime < 0.015',
    text: '11.0 ms to 15.0 ms: 1 trace of A, 50 traces of B',
  })
  expect(brushedOf(pairBars([bin(2e7, 1)], []), { first: 0, last: 0 })).toEqual({
    filter: 'responsetime >= 10000',
    text: '2.8 h or more: 1 trace of A, 0 traces of B',
  })
})

test('every trace of a set is in a bar', () => {
  const bins = fc.uniqueArray(fc.integer({ min: 0, max: 100_000 }), { maxLength: 20 }).map((times) => {
    const edges = new Set(times.map((time) => bin(time, 0).from))
    return [...edges].map((from) => bin(from * 1000, 7))
  })
  fc.assert(
    fc.property(bins, bins, (a, b) => {
      const { counts, bars } = pairBars(a, b)
      expect(counts.reduce((sum, [inA]) => sum + inA, 0)).toBe(7 * a.length)
      expect(counts.reduce((sum, [, inB]) => sum + inB, 0)).toBe(7 * b.length)
      expect(bars.reduce((sum, { count }) => sum + count, 0)).toBeCloseTo(a.length === 0 ? 0 : 1)
    }),
  )
})
