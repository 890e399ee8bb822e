import { describe, expect, test } from 'vitest'
import { tagsOf, withFilter, withoutFilter } from './filter-texts.ts'

describe('the tags of a filter', () => {
  test('are its conditions, each with the filter that is left without it', () => {
    expect(tagsOf('fault AND (user = "a" OR user = "b") http.status = 500')).toEqual([
      { text: 'fault', without: '(user = "a" OR user = "b") AND http.status = 500' },
      { text: 'user = "a" OR user = "b"', without: 'fault AND http.status = 500' },
      { text: 'http.status = 500', without: 'fault AND (user = "a" OR user = "b")' },
    ])
  })

  test('of no filter are none, and of one that cannot be read the whole', () => {
    expect(tagsOf(' ')).toEqual([])
    expect(tagsOf('fault AND')).toEqual([{ text: 'fault AND', without: '' }])
  })
})

test.each([
  ['', 'fault', 'fault'],
  ['fault', '', 'fault'],
  ['fault', 'fault', 'fault'],
  ['fault AND !ok', 'ok', 'fault AND ok'],
  ['user = "a" OR user = "b"', 'fault', '(user = "a" OR user = "b") AND fault'],
  ['fault AND', 'ok', '(fault AND) AND (ok)'],
])('%s with %s is %s', (filter, more, both) => {
  expect(withFilter(filter, more)).toBe(both)
})

test.each([
  ['', 'fault', '!fault'],
  ['ok AND fault', 'fault', 'ok AND !fault'],
  ['ok', 'responsetime >= 1 AND responsetime < 2', 'ok AND !(responsetime >= 1 AND responsetime < 2)'],
  ['ok', '!http.url', 'ok AND http.url'],
  ['ok', '', 'ok'],
  ['', 'fault AND', '(!(fault AND))'],
])('%s without %s is %s', (filter, other, rest) => {
  expect(withoutFilter(filter, other)).toBe(rest)
})
