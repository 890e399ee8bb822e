import type { TraceActivity } from '@roentgen/api'
import { expect, test } from 'vitest'
import { activityBarsOf, stretchOf } from './activity-bars.ts'

const window = { start: 1539597600.25, end: 1539597660.25 }
const figures = { mean: null, p50: null, p95: null, p99: null, max: null, answered: 0 }
const activity: TraceActivity = {
  period: 20,
  periods: [
    {
      ...{ ...figures, start: window.start + 20, count: 9, ok: 5, error: 2, fault: 1, throttle: 1 },
      states: { fault: 1, throttle: 1, error: 1, ok: 5, rest: 1 },
    },
  ],
}

test('activity has a bar for each period, with each trace once by its state', () => {
  const { bars, ticks } = activityBarsOf(activity, window, 'utc')
  expect(bars.map(({ name, count, says }) => [name, count, says])).toEqual([
    ['10:00:00 – 10:00:20', 0, 'no trace'],
    ['10:00:20 – 10:00:40', 9, '9 traces: 5 OK, 1 with an error, 1 throttled, 1 with a fault, 1 in progress'],
    ['10:00:40 – 10:01:00', 0, 'no trace'],
  ])
  expect(bars[1]?.parts?.reduce((sum, part) => sum + part.count, 0)).toBe(9)
  expect(ticks.map(({ text }) => text)).toEqual(['10:00:00', '10:00:20', '10:00:40'])
})

test('bars that were brushed are a stretch within the window', () => {
  expect(stretchOf(activity, window, { first: 1, last: 1 })).toEqual({
    start: window.start + 20,
    end: window.start + 40,
  })
  expect(stretchOf(activity, { ...window, end: window.start + 50 }, { first: 2, last: 2 }).end).toBe(window.start + 50)
})

test('a window of days names the day, three times at most, for which there is room', () => {
  const { ticks } = activityBarsOf({ period: 43_200, periods: [] }, { start: 1539561600, end: 1539734400 }, 'utc')
  expect(ticks.map(({ text }) => text)).toEqual(['10-15 00:00', '10-16 00:00'])
  const week = activityBarsOf({ period: 3600, periods: [] }, { start: 1539561600, end: 1540166400 }, 'utc')
  expect(week.ticks.map(({ text }) => text)).toEqual(['10-15 00:00', '10-17 08:00', '10-19 16:00'])
})
