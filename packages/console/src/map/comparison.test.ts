import { bucketOf, type Micros } from '@roentgen/trace'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare, enough, type Sample } from './comparison.ts'

function sample(total: number, failed: number, milliseconds: number): Sample {
  // Spread over a few buckets, as real response times are.
  const spread = [0.8, 1, 1.25].map((factor) => bucketOf((milliseconds * 1000 * factor) as Micros))
  return {
    requests: {
      total,
      ok: total - failed,
      error: 0,
      throttle: 0,
      fault: failed,
      seconds: (total * milliseconds) / 1000,
    },
    buckets: spread.map((edge) => ({ edge, count: total / 3 })),
  }
}

test.each<[string, Sample | undefined, Sample | undefined]>([
  ['new', sample(300, 0, 20), undefined],
  ['new', sample(1, 0, 20), sample(0, 0, 20)],
  ['gone', undefined, sample(300, 0, 20)],
  ['gone', sample(0, 0, 20), sample(300, 0, 20)],
  ['too few', sample(enough - 1, 0, 900), sample(3000, 0, 20)],
  ['too few', sample(3000, 2000, 900), sample(enough - 1, 0, 20)],
  ['same', sample(300, 3, 20), sample(300, 3, 20)],
  ['slower', sample(300, 3, 40), sample(300, 3, 20)],
  // 10 % is a bucket's width.
  ['same', sample(30_000, 3, 22), sample(30_000, 3, 20)],
  ['better', sample(300, 3, 20), sample(300, 3, 40)],
  ['failing more', sample(300, 30, 20), sample(300, 3, 20)],
  // It fails fast: that it fails is what matters.
  ['failing more', sample(300, 150, 2), sample(300, 3, 20)],
  // 2 of 30 beside 0 of 30 may be chance.
  ['same', sample(30, 2, 20), sample(30, 0, 20)],
  // Certain, and too little to speak of: half a point.
  ['same', sample(300_000, 3000, 20), sample(300_000, 1500, 20)],
  ['better', sample(300, 3, 20), sample(300, 60, 20)],
])('%s', (verdict, now, before) => {
  expect(compare(now, before).verdict).toBe(verdict)
})

test('one and the same load is never called slower or failing, however it is cut in two', () => {
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true }), (total, share) => {
      const one = sample(total, Math.floor(total * share), 20)
      expect(compare(one, one).verdict).toBe('same')
    }),
  )
})

test('slower one way is better the other way', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 30, max: 900 }),
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 500 }),
      (n, a, b) => {
        const opposite = { slower: 'better', better: 'slower' } as const
        const { verdict } = compare(sample(n, 0, a), sample(n, 0, b))
        const back = compare(sample(n, 0, b), sample(n, 0, a)).verdict
        expect(back).toBe(verdict === 'slower' || verdict === 'better' ? opposite[verdict] : verdict)
      },
    ),
  )
})
