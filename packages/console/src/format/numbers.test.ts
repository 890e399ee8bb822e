import { describe, expect, test } from 'vitest'
import {
  bytesText,
  changeText,
  counted,
  countText,
  durationText,
  pointsText,
  rateText,
  shareText,
  tickText,
  timesText,
} from './numbers.ts'

describe('numbers read', () => {
  test.each([
    [0, '0 ms'],
    [0.0000004, '1 µs'],
    [0.0006, '0.6 ms'],
    [0.089, '89.0 ms'],
    [0.09996, '100 ms'],
    [0.103, '103 ms'],
    [0.9996, '1.00 s'],
    [1.1, '1.10 s'],
    [25.81, '25.8 s'],
    [192, '3.2 min'],
    [5400, '90.0 min'],
    [7200, '2.0 h'],
  ])('%d seconds as %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text)
  })

  test.each([
    [0, '0'],
    [0.01, '< 0.1'],
    [0.2, '0.2'],
    [9.94, '9.9'],
    [27.3, '27'],
    [1200, '1,200'],
  ])('%d a minute as %s', (rate, text) => {
    expect(rateText(rate)).toBe(text)
  })

  test.each([
    [0, '0 %'],
    [Number.NaN, '0 %'],
    [0.0001, '< 0.1 %'],
    [0.034, '3.4 %'],
    [0.49, '49 %'],
    [0.9999, '99.9 %'],
    [1, '100 %'],
  ])('the share %d as %s', (share, text) => {
    expect(shareText(share)).toBe(text)
  })

  test.each([
    [0, 'the same'],
    [0.00004, 'the same'],
    [0.0005, '+0.05 points'],
    [-0.003, '−0.3 points'],
    [0.01, '+1.0 point'],
    [0.57, '+57 points'],
  ])('the difference of shares %d as %s', (difference, text) => {
    expect(pointsText(difference)).toBe(text)
  })

  test.each([
    [0, '0 ms'],
    [0.012, '+12.0 ms'],
    [-1.1, '−1.10 s'],
  ])('the change of %d s as %s', (seconds, text) => {
    expect(changeText(seconds)).toBe(text)
  })

  test.each([
    [1.05, '1.05'],
    [1.999, '2.0'],
    [9.96, '10'],
    [1200, '1,200'],
  ])('%d times as much as %s', (factor, text) => {
    expect(timesText(factor)).toBe(text)
  })

  test('bytes and counts with their units', () => {
    expect([
      bytesText(512),
      bytesText(1_258_291),
      countText(1_234_567),
      counted(1, 'trace'),
      counted(2, 'trace'),
    ]).toEqual(['512 B', '1.2 MiB', '1,234,567', '1 trace', '2 traces'])
  })
})

test.each([
  [0, 0.05, '0 ms'],
  [0.05, 0.05, '50 ms'],
  [0.0025, 0.0005, '2.5 ms'],
  [0.00012, 0.00002, '120 µs'],
  [1.5, 0.5, '1.5 s'],
  [150, 30, '150 s'],
  [180, 60, '3 min'],
])('the tick at %d s of a scale of %d s is %s', (seconds, step, text) => {
  expect(tickText(seconds, step)).toBe(text)
})
