import { expect, test } from 'vitest'
import { refined, type Sets } from './refine.ts'

const sets: Sets = [{ filter: 'fault' }, { filter: '!fault' }]

test.each([
  ['A', 'include', ['fault AND ok', '!fault']],
  ['B', 'include', ['fault', '!fault AND ok']],
  ['both', 'include', ['fault AND ok', '!fault AND ok']],
  ['both', 'exclude', ['fault AND !ok', '!fault AND !ok']],
] as const)('a condition goes to %s, to %s its traces', (to, how, filters) => {
  expect(refined(sets, { to, how, filter: 'ok' }).map(({ filter }) => filter)).toEqual(filters)
})
