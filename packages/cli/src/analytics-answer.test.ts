import type { JsonObject } from '@roentgen/trace'
import { describe, expect, test } from 'vitest'
import { comparisonIn, groupsIn } from './analytics-answer.ts'
import { connectTo } from './server-client.ts'

const server = connectTo('http://127.0.0.1:1', {})
const figures = {
  ...{ count: 1, ok: 1, error: 0, fault: 0, throttle: 0, answered: 0 },
  ...{ mean: null, p50: null, p95: null, p99: null, max: null },
}
const groups: JsonObject = {
  by: 'url',
  total: figures,
  distinct: 1,
  groups: [{ ...figures, value: null, filter: '!http.url', share: 1 }],
}
const value = { key: 'url', value: 'a', filter: null, a: 1, b: 2, shareOfA: 1, shareOfB: 1, difference: 0, ratio: 1 }
const comparison: JsonObject = {
  ...{ a: figures, b: figures, histogram: [], compared: 1 },
  values: [{ ...value, low: 0, high: null, significant: false }],
}

describe('an answer of the analytics API', () => {
  test('is taken as it is where it has what is shown', () => {
    expect(groupsIn(groups, server)).toBe(groups)
    expect(comparisonIn(comparison, server)).toBe(comparison)
  })

  test.each([
    [{}],
    [{ ...groups, total: { ...figures, p95: 'long' } }],
    [{ ...groups, groups: [{ ...figures, value: 'a' }] }],
    [{ ...groups, groups: [null] }],
  ])('%j is no answer of groups, and says so', (answer: JsonObject) => {
    expect(() => groupsIn(answer, server)).toThrow('the server is of another version')
  })

  test.each([
    [{ ...comparison, a: undefined as never }],
    [{ ...comparison, values: [{ ...value, low: 0, high: 'far', significant: false }] }],
  ])('%j is no comparison, and says so', (answer: JsonObject) => {
    expect(() => comparisonIn(answer, server)).toThrow('the server is of another version')
  })
})
