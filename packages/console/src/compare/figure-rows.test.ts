import type { TraceFigures } from '@roentgen/api'
import { expect, test } from 'vitest'
import { figureRows } from './figure-rows.ts'

const none: TraceFigures = {
  ...{ count: 0, ok: 0, error: 0, fault: 0, throttle: 0, answered: 0 },
  ...{ mean: null, p50: null, p95: null, p99: null, max: null },
}
const some: TraceFigures = {
  ...{ count: 100, ok: 80, error: 8, fault: 12, throttle: 3, answered: 100 },
  ...{ mean: 0.2, p50: 0.1, p95: 0.9, p99: 1.2, max: 2 },
}

test('figures are written side by side, with how A differs', () => {
  const other = { ...some, count: 1000, fault: 12, p50: 0.05, p95: 0.9, mean: 0.8 }
  expect(figureRows(some, other).map(({ name, a, b, change }) => `${name}: ${a} | ${b} | ${change}`)).toEqual([
    'Traces: 100 | 1,000 | 10 × fewer',
    'Median (p50): 100 ms | 50.0 ms | 2.0 × as long',
    'p95: 900 ms | 900 ms | the same',
    'p99: 1.20 s | 1.20 s | the same',
    'Average: 200 ms | 800 ms | 4.0 × shorter',
    'Faults: 12 % | 1.2 % | +11 points',
    'Errors: 8.0 % | 0.8 % | +7.2 points',
    'Throttled: 3.0 % | 0.3 % | +2.7 points',
  ])
})

test('an empty set has no times, and nothing is said of how it differs', () => {
  expect(figureRows(some, none).map(({ b, change }) => `${b}${change}`)).toEqual([
    '0',
    '–',
    '–',
    '–',
    '–',
    ...Array(3).fill('0 %'),
  ])
})

test('bars are on one scale', () => {
  expect(figureRows(some, { ...some, count: 50 })[0]?.lengths).toEqual([1, 0.5])
  expect(figureRows(none, none)[0]?.lengths).toEqual([0, 0])
  const [one, other] =
    figureRows({ ...some, fault: 1 }, { ...some, fault: 50 }).find(({ name }) => name === 'Faults')?.lengths ?? []
  expect([one, other]).toEqual([0.02, 1])
  expect(figureRows({ ...some, fault: 1 }, some).find(({ name }) => name === 'Errors')?.lengths).toEqual([
    0.08 / 0.1,
    0.08 / 0.1,
  ])
})
