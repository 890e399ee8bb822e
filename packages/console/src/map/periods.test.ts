import { expect, test } from 'vitest'
import { periodFor, periodsOf } from './periods.ts'

const total = (count: number, faults: number) => ({
  OkCount: count - faults,
  ErrorStatistics: { ThrottleCount: 0, OtherCount: 0, TotalCount: 0 },
  FaultStatistics: { OtherCount: faults, TotalCount: faults },
  TotalCount: count,
  TotalResponseTime: count,
})

test.each([
  [900, 60],
  [7200, 60],
  [7201, 120],
  [86_400, 900],
  [604_800, 7200],
  [40_000_000, 86_400],
])('a window of %i s has periods of %i s', (seconds, period) => {
  expect(periodFor({ start: 1000, end: 1000 + seconds })).toBe(period)
})

test('periods that were left out had no requests; those cut by the window are told over their part in it', () => {
  const histogram = [{ Value: 0.00105, Count: 30 }]
  const periods = periodsOf(
    [
      { Timestamp: 90, ServiceSummaryStatistics: total(10, 0), ResponseTimeHistogram: histogram },
      { Timestamp: 180, EdgeSummaryStatistics: total(30, 3), ResponseTimeHistogram: histogram },
    ],
    // The last two seconds of it tell nothing.
    { start: 90, end: 242 },
    60,
  )
  expect(periods.times).toEqual([90, 120, 180])
  expect(periods.requests).toEqual([20, 0, 30])
  expect(periods.faults).toEqual([0, 0, 3])
  expect(periods.p50).toEqual([expect.closeTo(0.00105), null, expect.closeTo(0.00105)])
})
