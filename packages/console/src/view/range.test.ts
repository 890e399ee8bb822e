import { describe, expect, test } from 'vitest'
import { parseRange, printRange, type Range, rangeWith, windowOf } from './range.ts'

describe('a range in the URL', () => {
  test.each([
    ['PT15M', { kind: 'last', seconds: 900 }],
    ['PT1H', { kind: 'last', seconds: 3600 }],
    ['P7D', { kind: 'last', seconds: 604_800 }],
    ['P1DT2H3M4S', { kind: 'last', seconds: 93_784 }],
    ['2018-10-15T10:00:00Z~2018-10-15T10:05:00Z', { kind: 'fixed', start: 1539597600, end: 1539597900 }],
    ['2018-9-5T10:00~2018-9-5T10:05', { kind: 'fixed', start: 1536141600, end: 1536141900 }],
  ] as const)('%s is read', (text, range) => {
    expect(parseRange(text)).toEqual(range)
  })

  test.each(['', 'PT', 'P', 'PT0S', '15m', 'x~y', '2018-10-15T10:05:00Z~2018-10-15T10:00:00Z', 'PT1H~PT2H', 'PT1H~'])(
    '%j is none',
    (text) => {
      expect(parseRange(text)).toBeUndefined()
    },
  )

  test.each(['PT5M', 'PT15M', 'PT3H', 'P1D', 'PT90S', '2018-10-15T10:00:00Z~2018-10-15T10:05:00.250Z'])(
    '%s is printed as it was read',
    (text) => {
      const range = parseRange(text)
      expect(range && printRange(range)).toBe(text)
    },
  )

  test('of the last minutes moves with the clock, a fixed one stays', () => {
    expect(windowOf({ kind: 'last', seconds: 60 }, 1000)).toEqual({ start: 940, end: 1000 })
    expect(windowOf({ kind: 'fixed', start: 1, end: 2 }, 1000)).toMatchObject({ start: 1, end: 2 })
  })
})

describe('a range with a moment in it', () => {
  const now = 1_000_000
  const minutes = (count: number): Range => ({ kind: 'last', seconds: count * 60 })
  const fixed = (start: number, end: number): Range => ({ kind: 'fixed', start, end })
  test.each([
    ['has it already', minutes(15), now - 600, minutes(15)],
    ['is about to lose it', minutes(15), now - 899, minutes(30)],
    ['is too short', minutes(5), now - 3600, minutes(180)],
    ['is fixed, and has it', fixed(now - 9000, now - 8000), now - 9000, fixed(now - 9000, now - 8000)],
    ['is fixed, and elsewhere', fixed(now - 9000, now - 8000), now - 60, minutes(5)],
    ['would be longer than any of the menu', minutes(15), 10_000.5, fixed(8200, 11_800)],
    ['is of a clock ahead', minutes(15), now + 60.2, fixed(now + 60 - 1800, now + 60 + 1800)],
  ])('that %s', (_, range, moment, expected) => {
    expect(rangeWith(range, moment, now)).toEqual(expected)
    const { start, end } = windowOf(expected, now)
    expect(moment >= start && moment < end).toBe(true)
  })
})
