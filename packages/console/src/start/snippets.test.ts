import { expect, test } from 'vitest'
import { waysTo } from './snippets.ts'

test('every way names the address at which this server listens, and has a name of its own', () => {
  const ways = waysTo('traces.example:2001')
  for (const { steps } of ways) expect(steps.map(({ text }) => text).join('\n')).toContain('traces.example:2001')
  expect(new Set(ways.map(({ id }) => id)).size).toBe(ways.length)
})
