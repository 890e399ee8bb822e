import type { TraceSet } from '@roentgen/store'
import type { Micros } from '@roentgen/trace'
import { expect, test } from 'vitest'
import { someTraces } from './some-traces.ts'

const window = { start: 0 as Micros, end: 6_400_000_000 as Micros }
const sets = [{ window }, { window }] as const

/** Traces by the times of their receipt, seconds. */
function counting(a: readonly number[], b: readonly number[]) {
  const isIn = ({ stretches }: TraceSet, time: number) =>
    stretches === undefined || stretches.some(({ start, end }) => time * 1e6 >= start && time * 1e6 < end)
  return {
    tracesInSets: async (asked: readonly TraceSet[]) =>
      asked.map((set, index) => [a, b][index]?.filter((time) => isIn(set, time)).length ?? 0),
  }
}

const evenly = (count: number) => Array.from({ length: count }, (_, number) => (number * 6400) / count)

test.each<[what: string, most: number | undefined]>([
  ['nothing less is asked for', undefined],
  ['there are no more than are wanted', 80_000],
])('all traces are compared where %s', async (_, most) => {
  expect(await someTraces(counting(evenly(6400), evenly(64_000)), sets, most)).toEqual({ sets, share: 1 })
})

test('of more traces the same share of both is compared, and it says which', async () => {
  const { sets: some, share } = await someTraces(counting(evenly(6400), evenly(64_000)), sets, 7_040)
  expect(share).toBeCloseTo(0.1)
  expect(some.map(({ stretches }) => stretches?.length)).toEqual([16, 16])
})

test('where the stretches leave nothing of a set, all are compared', async () => {
  // Received long after they started, or in a moment between two stretches.
  expect(await someTraces(counting([9999], evenly(64_000)), sets, 6_400)).toEqual({ sets, share: 1 })
})
