import type { Micros } from '@roentgen/trace'
import { expect, test } from 'vitest'
import { atMost } from './at-most.ts'

const stretches = [
  [10, 11],
  [12, 13],
  [20, 21],
  [22, 23],
].map(([start = 0, end = 0]) => ({ start: start as Micros, end: end as Micros }))

test.each([
  [9, [10, 11, 12, 13, 20, 21, 22, 23]],
  [4, [10, 11, 12, 13, 20, 21, 22, 23]],
  [3, [10, 11, 12, 13, 20, 23]],
  [2, [10, 13, 20, 23]],
  [1, [10, 23]],
])('at most %i stretches: the closest are joined', (most, expected) => {
  expect(atMost(stretches, most, 0)).toEqual(expected)
})

test('they are told from the zero given, and of none there are none', () => {
  expect(atMost(stretches.slice(0, 1), 5, 10)).toEqual([0, 1])
  expect(atMost([], 5, 10)).toEqual([])
})
