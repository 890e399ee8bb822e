import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Range } from '../view/range.ts'
import { changeSearch } from '../view/view.ts'
import { againstTheRest, againstTheTimeBefore, comparedSets, compareParameters } from './compare-link.ts'

const anyRange: fc.Arbitrary<Range | undefined> = fc.option(
  fc.oneof(
    fc.record({ kind: fc.constant('last' as const), seconds: fc.integer({ min: 1, max: 604_800 }) }),
    fc
      .record({ start: fc.integer({ min: 1e9, max: 2e9 }), length: fc.integer({ min: 1, max: 1e6 }) })
      .map(({ start, length }): Range => ({ kind: 'fixed', start, end: start + length })),
  ),
  { nil: undefined },
)

test('an address says which two sets are compared', () => {
  const anySet = fc.record({ filter: fc.string(), range: anyRange })
  fc.assert(
    fc.property(anySet, anySet, (a, b) => {
      const address = new URLSearchParams(changeSearch('', compareParameters(a, b)))
      expect(comparedSets((name) => address.get(name) ?? undefined)).toEqual([a, b])
    }),
  )
})

test('a part is compared with what else fits the filter', () => {
  expect(againstTheRest('service("a")', 'responsetime >= 1 AND responsetime < 2')).toEqual([
    { filter: 'service("a") AND responsetime >= 1 AND responsetime < 2' },
    { filter: 'service("a") AND !(responsetime >= 1 AND responsetime < 2)' },
  ])
})

test('the last hour is compared with the hour before, and a range with as long a time before it', () => {
  const ranges = (range: Range) => againstTheTimeBefore('ok', range, 10_000.5).map((set) => set.range)
  expect(ranges({ kind: 'last', seconds: 3600 })).toEqual([
    { kind: 'fixed', start: 6400, end: 10_000 },
    { kind: 'fixed', start: 2800, end: 6400 },
  ])
  expect(ranges({ kind: 'fixed', start: 500, end: 600 })).toEqual([
    { kind: 'fixed', start: 500, end: 600 },
    { kind: 'fixed', start: 400, end: 500 },
  ])
})
