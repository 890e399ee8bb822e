import { expect, test } from 'vitest'
import { keepTop, keptIn, keptTop, stateWith } from './kept-view.ts'

test('an entry of the history keeps the window and the place in the list, beside what others keep', () => {
  const state = stateWith({ other: 1 }, { range: 'PT15M', start: 1, end: 2 })
  expect(state).toMatchObject({ other: 1 })
  expect(keptIn(state, 'PT15M')).toMatchObject({ start: 1, end: 2 })
  keepTop(state, 'PT15M', 320)
  const later = stateWith(state, { range: 'PT15M', start: 3, end: 4 })
  expect([keptIn(later, 'PT15M')?.start, keptTop(later, 'PT15M')]).toEqual([3, 320])
  expect(keptTop(stateWith(null, { range: 'PT15M', start: 1, end: 2 }), 'PT15M')).toBe(0)
})

test.each([
  null,
  undefined,
  'x',
  {},
  { traces: null },
  { traces: { entry: 1, range: 'PT15M', start: 1, end: 2 } },
  { traces: { entry: 'of another visit', range: 'PT15M', start: 1, end: 2 } },
])('a state like %j keeps nothing', (state) => {
  expect(keptIn(state, 'PT15M')).toBeUndefined()
  expect(keptTop(state, 'PT15M')).toBe(0)
})

test('a window is of its range', () => {
  expect(keptIn(stateWith(null, { range: 'PT15M', start: 1, end: 2 }), 'PT1H')).toBeUndefined()
})
