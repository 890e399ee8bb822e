import type { TraceFigures } from '@roentgen/api'
import { describe, expect, test } from 'vitest'
import { spanOf, timeBinsOf } from './time-bins.ts'

const figures: TraceFigures = {
  ...{ count: 10, ok: 10, error: 0, fault: 0, throttle: 0, answered: 10 },
  ...{ mean: 0.02, p50: 0.015, p95: 0.06, p99: 0.099, max: 0.099 },
}
const bin = (from: number, to: number | null, count: number) => ({ from, to, count, filter: '' })
const report = {
  figures,
  equal: Array.from({ length: 25 }, (_, i) => bin(i * 0.004, (i + 1) * 0.004, i < 5 ? 2 : 0)),
  log: [bin(0.01, 0.011, 4), bin(0.016, 0.018, 6)],
}

describe('response times as bars', () => {
  test('of equal width have their percentiles marked where they lie', () => {
    const { bars, marks, ticks } = timeBinsOf(report, 'equal')
    expect(bars).toHaveLength(25)
    expect(bars[3]).toEqual({ count: 2, name: '12.0 ms – 16.0 ms', says: '2' })
    expect(marks.map(({ text, at }) => [text, Math.round(at * 100) / 100])).toEqual([
      ['P50', 3.75],
      ['P95', 15],
      ['P99', 24.75],
    ])
    expect(ticks.map(({ bar, text }) => `${bar} ${text}`)).toEqual([
      '0 0 ms',
      '5 20.0 ms',
      '10 40.0 ms',
      '15 60.0 ms',
      '20 80.0 ms',
      '25 100 ms',
    ])
  })

  test('of equal proportion have the empty ones between too', () => {
    const { bins, bars } = timeBinsOf(report, 'log')
    expect(bins[0]?.from).toBe(0.01)
    expect(bins.at(-1)?.from).toBe(0.016)
    expect(bars.length).toBeGreaterThan(2)
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(10)
  })

  test('that were brushed are a span with its count', () => {
    const bins = timeBinsOf(report, 'equal')
    expect(spanOf(bins, { first: 1, last: 5 })).toEqual({ from: 0.004, to: 0.024, count: 8 })
    expect(spanOf(bins, { first: 30, last: 31 })).toBeUndefined()
  })

  test('are none where no trace answered', () => {
    const none = { ...figures, p50: null, p95: null, p99: null }
    expect(timeBinsOf({ figures: none, equal: [], log: [] }, 'log')).toEqual({
      bins: [],
      bars: [],
      ticks: [],
      marks: [],
    })
  })
})
