import type { TraceSummary } from '@roentgen/trace'
import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import { caseGroups, caseTraces, filterCases } from './fixtures/cases.ts'
import { parse } from './parse.ts'
import { toListedPredicate, toPredicate } from './to-predicate.ts'

function find(expression: string): string[] {
  const fits = toPredicate(check(parse(expression), { groups: caseGroups }))
  return [...caseTraces].filter(([, summary]) => fits(summary)).map(([name]) => name)
}

describe('what a list shows tells the same, where it tells anything,', () => {
  test.each(filterCases.filter(({ traces }) => traces !== undefined))('by $expression', ({ expression, traces }) => {
    const fits = toListedPredicate(check(parse(expression), { groups: caseGroups }))
    const listed = ({ edges: _, segments, ...rest }: TraceSummary) => ({
      ...rest,
      segments: segments.map(({ entity, user, instanceId, availabilityZone, resourceArn }) => {
        return { entity, user, instanceId, availabilityZone, resourceArn }
      }),
    })
    if (fits === undefined) expect(expression).toMatch(/edge|service/)
    else expect([...caseTraces].filter(([, summary]) => fits(listed(summary))).map(([name]) => name)).toEqual(traces)
  })

  test.each([
    ['fault OR annotation[a] = 1', true],
    ['!service("a") AND rootcause.fault.entity { remote }', true],
    ['service("a") { fault }', false],
    ['ok AND !edge("a", "b")', false],
  ])('%s: %j', (expression, isTold) => {
    expect(toListedPredicate(check(parse(expression))) !== undefined).toBe(isTold)
  })
})

describe('the predicate finds by', () => {
  test.each(filterCases)('$expression → $found', ({ expression, traces }) => {
    if (traces === undefined) expect(() => find(expression)).toThrow('At position')
    else expect(find(expression)).toEqual(traces)
  })
})
