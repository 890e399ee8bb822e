import { expect, test } from 'vitest'
import { queryProblem } from './query-problem.ts'

test.each([
  ['', undefined],
  ['  ', undefined],
  ['fault AND responsetime > 1', undefined],
  ['group.name = "slow"', undefined],
  ['fault AND', { from: 9, to: 9 }],
  ['responsetime CONTAINS 1', {}],
  ['group.name = "other"', {}],
])('%j: %j', (query, problem) => {
  const found = queryProblem(query, [{ name: 'slow', arn: 'arn', expression: 'responsetime > 1' }])
  if (problem === undefined) expect(found).toBeUndefined()
  else {
    expect(found).toMatchObject(problem)
    expect(found?.sentence).not.toBe('')
  }
})
