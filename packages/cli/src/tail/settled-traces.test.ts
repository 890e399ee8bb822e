import { expect, test } from 'vitest'
import { SettledTraces } from './settled-traces.ts'

test('a trace is given once, as it last was, when nothing new came of it for a second', () => {
  const traces = new SettledTraces()
  traces.add('a', { Revision: 1 }, 0)
  traces.add('b', { Revision: 1 }, 100)
  traces.add('a', { Revision: 2 }, 900)
  expect(traces.take(1_099)).toEqual([])
  expect(traces.take(1_100)).toEqual([{ Revision: 1 }])
  expect(traces.take(1_900)).toEqual([{ Revision: 2 }])
  traces.add('a', { Revision: 3 }, 2_000)
  expect(traces.take(9_000)).toEqual([])
})

test('one in progress is waited for, a minute at most', () => {
  const traces = new SettledTraces()
  traces.add('a', { IsPartial: true }, 0)
  traces.add('b', { IsPartial: true }, 0)
  expect(traces.take(59_999)).toEqual([])
  traces.add('b', { IsPartial: false }, 59_999)
  expect(traces.take(60_000)).toEqual([{ IsPartial: true }])
  expect(traces.take(60_000, false)).toEqual([{ IsPartial: false }])
})

test('one that fits no longer is not given', () => {
  const traces = new SettledTraces()
  traces.add('a', {}, 0)
  traces.remove('a')
  expect(traces.take(1e9)).toEqual([])
})
