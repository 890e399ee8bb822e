import { parse } from '@roentgen/filter'
import { expect, test } from 'vitest'
import { spanFilter, withSpan } from './response-time-filter.ts'

test.each([
  [{ from: 0, to: 0.25 }, 'responsetime < 0.25'],
  [{ from: 0.000001, to: 12 }, 'responsetime >= 0.000001 AND responsetime < 12'],
  [{ from: 100, to: null }, 'responsetime >= 100'],
  [{ from: 0, to: null }, 'responsetime >= 0'],
])('the bins %j are %s', (span, filter) => {
  expect(spanFilter(span)).toBe(filter)
  expect(() => parse(filter)).not.toThrow()
})

test.each([
  ['', 'responsetime >= 0.1 AND responsetime < 0.2'],
  ['fault OR error', '(fault OR error) AND responsetime >= 0.1 AND responsetime < 0.2'],
  ['responsetime >= 0.05 AND fault AND responsetime < 0.4', 'fault AND responsetime >= 0.1 AND responsetime < 0.2'],
  ['responsetime >= 0.15', 'responsetime >= 0.15 AND responsetime < 0.2'],
  ['responsetime < 0.19', 'responsetime >= 0.1 AND responsetime < 0.19'],
  ['responsetime > 1', 'responsetime > 1 AND responsetime >= 0.1 AND responsetime < 0.2'],
  [
    'service("a") { responsetime < 1 }',
    'service("a") { responsetime < 1 } AND responsetime >= 0.1 AND responsetime < 0.2',
  ],
])('%s, brushed from 100 to 200 ms, is %s', (filter, brushed) => {
  expect(withSpan(filter, { from: 0.1, to: 0.2 })).toBe(brushed)
})
