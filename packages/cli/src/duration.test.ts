import { describe, expect, test } from 'vitest'
import { formatDuration, parseDuration } from './duration.ts'

describe('a span is read', () => {
  test.each([
    ['90s', 90e6],
    ['5m', 300e6],
    ['6h', 21_600e6],
    ['2d', 172_800e6],
    ['1.5s', 1.5e6],
    ['250ms', 250e3],
  ])('%s', (text, micros) => {
    expect(parseDuration(text)).toBe(micros)
  })

  test.each(['', '5', 'm', '-5m', '0s', '5 minutes', '1e3s'])('and %j is refused by name', (text) => {
    expect(() => parseDuration(text)).toThrow(`"${text}" is no length of time`)
  })
})

test.each([
  [0, '0 µs'],
  [812, '812 µs'],
  [34_512, '34.5 ms'],
  [345_120, '345 ms'],
  [999_600, '1.00 s'],
  [2_314_000, '2.31 s'],
  [59_999_000, '1m 00s'],
  [245_000_000, '4m 05s'],
  [7_380_000_000, '2h 03m'],
])('%i µs is written %s', (micros, text) => {
  expect(formatDuration(micros)).toBe(text)
})
