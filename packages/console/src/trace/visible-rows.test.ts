import { expect, test } from 'vitest'
import type { Row } from './row.ts'
import { collapsedFrom, revealing, visibleRows } from './visible-rows.ts'

function row(key: string, depth: number, parent: number, below: number): Row {
  const times = { start: 0, end: 1, skew: 0, self: 1, own: [], critical: [] }
  return {
    at: 0,
    key,
    name: key,
    type: '',
    kind: 'subsegment',
    state: 'ok',
    status: undefined,
    label: '',
    depth,
    parent,
    isLast: true,
    below,
    ...times,
  }
}

const rows = [row('a', 0, -1, 3), row('b', 1, 0, 1), row('c', 2, 1, 0), row('d', 1, 0, 0), row('e', 0, -1, 0)]
const seen = (collapsed: ReadonlySet<string>) =>
  visibleRows(rows, collapsed)
    .map((at) => rows[at]?.key)
    .join('')

test.each([
  [[], 'abcde'],
  [['b'], 'abde'],
  [['a'], 'ae'],
  [['a', 'b'], 'ae'],
  [['c', 'gone'], 'abcde'],
])('with %j collapsed, what hangs on them is hidden', (collapsed, expected) => {
  expect(seen(new Set(collapsed))).toBe(expected)
})

test.each([
  [0, 'ae'],
  [1, 'abde'],
  [2, 'abcde'],
])('collapsed from depth %i on', (depth, expected) => {
  expect(seen(collapsedFrom(rows, depth))).toBe(expected)
})

test('a row is revealed by opening what it hangs on, and nothing else', () => {
  expect(seen(revealing(rows, new Set(['a', 'b']), 2))).toBe('abcde')
  expect(seen(revealing(rows, new Set(['a', 'b']), 1))).toBe('abde')
})
