import { expect, test } from 'vitest'
import { parseRange } from './duration-range.ts'

test.each([
  ['2m-5m', { low: 120_000, high: 300_000 }],
  ['90s', { low: 90_000, high: 90_000 }],
  ['10s-15s', { low: 10_000, high: 15_000 }],
])('%s', (text, range) => {
  expect(parseRange(text)).toEqual(range)
})

test.each(['', '5m-2m', '1s-2s-3s', '2-5', '-5s'])('"%s" is refused', (text) => {
  expect(() => parseRange(text)).toThrow(/length of time|shorter one first/)
})
