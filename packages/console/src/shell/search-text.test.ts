import { expect, test } from 'vitest'
import { readSearch } from './search-text.ts'

const id = '1-58406520-a006649127e371903a2de979'

test.each([
  id,
  `  ${id}\n`,
  id.toUpperCase(),
  '58406520a006649127e371903a2de979',
  `Root=${id}`,
  `Root=${id};Parent=4c721bf33e3caf8f;Sampled=1`,
  `X-Amzn-Trace-Id: Self=1-2-3;Root=${id};Sampled=0`,
  '00-58406520a006649127e371903a2de979-4c721bf33e3caf8f-01',
  'traceparent: 00-58406520a006649127e371903a2de979-4c721bf33e3caf8f-01',
])('%j opens the trace', (text) => {
  expect(readSearch(text)).toEqual({ kind: 'trace', id })
})

test.each(['service("Frontend")', 'http.url CONTAINS "root=1"', '1-58406520-a00664', 'fault'])('%j filters', (text) => {
  expect(readSearch(` ${text} `)).toEqual({ kind: 'filter', filter: text })
})

test('nothing written seeks nothing', () => {
  expect(readSearch('  ')).toEqual({ kind: 'nothing' })
})
