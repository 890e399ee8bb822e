import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryExpression } from './fixtures/arbitrary-expression.ts'
import { parse } from './parse.ts'
import { print } from './print.ts'
import { allOf, notThat, termsOf } from './terms.ts'

describe('the terms of a filter', () => {
  test.each([
    ['ok', ['ok']],
    ['fault AND user = "a" http.status = 500', ['fault', 'user = "a"', 'http.status = 500']],
    ['(fault AND (ok AND error)) AND throttle', ['fault', 'ok', 'error', 'throttle']],
    ['fault OR error', ['fault OR error']],
    ['(fault OR error) AND ok', ['fault OR error', 'ok']],
    ['!(fault AND error) ok', ['!(fault AND error)', 'ok']],
    ['service("a") { fault AND error }', ['service("a") { fault AND error }']],
  ])('of %s are %j', (filter, terms) => {
    expect(termsOf(parse(filter)).map(print)).toEqual(terms)
  })

  test('together are the filter again, each once', () => {
    fc.assert(
      fc.property(arbitraryExpression(), (expression) => {
        const whole = allOf(termsOf(expression))
        if (whole === undefined) throw new Error('an expression has a term')
        const texts = termsOf(whole).map(print)
        expect(texts).toEqual([...new Set(termsOf(expression).map(print))])
        expect(termsOf(parse(print(whole), { length: 1e6 })).map(print)).toEqual(texts)
      }),
    )
  })

  test('of no term are no filter', () => {
    expect(allOf([])).toBeUndefined()
  })
})

test.each([
  ['ok', '!ok'],
  ['!ok', 'ok'],
  ['ok OR fault', '!(ok OR fault)'],
  ['user = "a" AND ok', '!(user = "a" AND ok)'],
])('what does not fit %s fits %s', (filter, rest) => {
  expect(print(notThat(parse(filter)))).toBe(rest)
})
