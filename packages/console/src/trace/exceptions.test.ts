import type { JsonValue } from '@roentgen/trace'
import { describe, expect, test } from 'vitest'
import { causeOf, exceptionText } from './exceptions.ts'

function told(exceptions: JsonValue): string[] | undefined {
  return causeOf({ cause: { exceptions } })?.exceptions.map(({ type, isCause }) => (isCause ? `by ${type}` : type))
}

describe('exceptions are told each before the one that caused it', () => {
  test.each<[string, JsonValue, string[]]>([
    [
      'a chain, however sent',
      [
        { id: 'b', type: 'B' },
        { id: 'a', type: 'A', cause: 'b' },
      ],
      ['A', 'by B'],
    ],
    [
      'two chains',
      [
        { id: 'a', type: 'A', cause: 'b' },
        { id: 'b', type: 'B' },
        { id: 'c', type: 'C' },
      ],
      ['A', 'by B', 'C'],
    ],
    [
      'a ring',
      [
        { id: 'a', type: 'A', cause: 'b' },
        { id: 'b', type: 'B', cause: 'a' },
      ],
      ['A', 'by B'],
    ],
    ['a cause that is not here', [{ id: 'a', type: 'A', cause: 'z' }], ['A']],
    ['without ids', [{ type: 'A' }, { type: 'B' }], ['A', 'B']],
    ['what is no exception', [7, null, { type: 'A' }], ['A']],
    ['none', 'x', []],
  ])('%s', (_, exceptions, expected) => {
    expect(told(exceptions)).toEqual(expected)
  })
})

test('a bare id refers to an exception elsewhere; without a cause there is none', () => {
  expect(causeOf({ cause: 'abcdef0123456789' })?.reference).toBe('abcdef0123456789')
  expect(causeOf({})).toBeUndefined()
})

test('copied, an exception reads as a log would have it', () => {
  const stack = [
    { label: 'checkout', path: 'app.py', line: 41 },
    { label: 'run', line: null },
  ]
  const [exception] =
    causeOf({ cause: { exceptions: [{ type: 'OrderError', message: 'no', stack }] } })?.exceptions ?? []
  expect(exception && exceptionText(exception)).toBe('OrderError: no\n    at checkout (app.py:41)\n    at run')
})
