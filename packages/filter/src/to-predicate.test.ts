import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import { caseGroups, caseTraces, filterCases } from './fixtures/cases.ts'
import { parse } from './parse.ts'
import { toPredicate } from './to-predicate.ts'

function find(expression: string): string[] {
  const fits = toPredicate(check(parse(expression), { groups: caseGroups }))
  return [...caseTraces].filter(([, summary]) => fits(summary)).map(([name]) => name)
}

describe('the predicate finds by', () => {
  test.each(filterCases)('$expression → $found', ({ expression, traces }) => {
    if (traces === undefined) expect(() => find(expression)).toThrow('At position')
    else expect(find(expression)).toEqual(traces)
  })
})
