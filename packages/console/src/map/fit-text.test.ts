import { expect, test } from 'vitest'
import { fitText } from './fit-text.ts'

const measure = (text: string) => text.length

test.each([
  ['Frontend', 10, 'Frontend'],
  ['recommenderservice', 10, 'recommend…'],
  ['two words here', 5, 'two…'],
  ['line\n\tbreak', 20, 'line break'],
  ['👩‍👩‍👧‍👧👩‍👩‍👧‍👧', 14, '👩‍👩‍👧‍👧…'],
  ['', 10, ''],
  ['x'.repeat(10_000), 6, 'xxxxx…'],
  ['x'.repeat(10_000), 100_000, `${'x'.repeat(64)}…`],
])('%s in %i', (text, width, expected) => {
  expect(fitText(text, width, measure)).toBe(expected)
})
