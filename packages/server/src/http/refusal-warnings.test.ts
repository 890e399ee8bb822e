import { expect, test } from 'vitest'
import { apiError } from '../errors.ts'
import { refusalWarnings } from './refusal-warnings.ts'

function recorded() {
  const lines: { host: string; origin: string; path: string }[] = []
  const warn = refusalWarnings({ warn: (fields: { host: string; origin: string; path: string }) => lines.push(fields) })
  const refuse = (host: string, origin?: string) =>
    warn({ headers: { host, origin }, url: '/GetSamplingRules' }, apiError('foreignHost', host))
  return { lines, refuse }
}

test('a refused host is told once, with the path that it asked for', () => {
  const { lines, refuse } = recorded()
  for (let n = 0; n < 3; n++) refuse('roentgen:2000')
  refuse('roentgen:2000', 'http://elsewhere')
  expect(lines).toEqual([
    { host: 'roentgen:2000', origin: '', path: '/GetSamplingRules' },
    { host: 'roentgen:2000', origin: 'http://elsewhere', path: '/GetSamplingRules' },
  ])
})

test('a thousand names do not fill the log', () => {
  const { lines, refuse } = recorded()
  for (let n = 0; n < 1000; n++) refuse(`name-${n}:2000`)
  expect(lines).toHaveLength(50)
})
