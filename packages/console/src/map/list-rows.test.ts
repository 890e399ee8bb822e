import { expect, test } from 'vitest'
import { anyNode, edgeBetween } from './any-graph.builder.ts'
import { graphOf } from './graph.ts'
import { type Column, edgeRows, nodeRows, shownRows } from './list-rows.ts'

const requests = (total: number, fault: number, seconds: number) => ({
  total,
  ok: total - fault,
  fault,
  error: 0,
  throttle: 0,
  seconds,
})
const graph = graphOf(
  [
    anyNode(1, { name: 'Frontend', requests: requests(100, 0, 5) }),
    anyNode(2, { name: 'cart', requests: requests(50, 5, 1) }),
    anyNode(3, { name: 'Catalog', type: 'AWS::DynamoDB::Table', kind: 'inferred', requests: requests(0, 0, 0) }),
    anyNode(4, { name: 'Frontend', type: 'client', kind: 'client', requests: requests(100, 0, 6) }),
  ],
  [edgeBetween(1, 2), edgeBetween(1, 3), edgeBetween(4, 1)],
  0,
)
const rows = nodeRows(graph, undefined)

test.each<[Column, boolean, string[]]>([
  ['name', false, ['cart', 'Catalog', 'Clients of Frontend', 'Frontend']],
  ['name', true, ['Frontend', 'Clients of Frontend', 'Catalog', 'cart']],
  ['rate', true, ['Frontend', 'Clients of Frontend', 'cart', 'Catalog']],
  // Without requests there is no average: last, either way.
  ['average', true, ['Clients of Frontend', 'Frontend', 'cart', 'Catalog']],
  ['average', false, ['cart', 'Frontend', 'Clients of Frontend', 'Catalog']],
  ['fault', true, ['cart', 'Frontend', 'Clients of Frontend', 'Catalog']],
  ['calls', true, ['Frontend', 'Clients of Frontend', 'cart', 'Catalog']],
])('by %s, descending %s', (by, isDescending, names) => {
  expect(shownRows(rows, '', { by, isDescending }).map(({ name }) => name)).toEqual(names)
})

test('words filter names and types', () => {
  const order = { by: 'name', isDescending: false } as const
  expect(shownRows(rows, 'dynamodb inferred', order).map(({ name }) => name)).toEqual(['Catalog'])
  expect(shownRows(rows, 'nobody', order)).toEqual([])
})

test('edges name both ends', () => {
  expect(edgeRows(graph, undefined).map(({ name, to }) => `${name} → ${to}`)).toEqual([
    'Frontend → cart',
    'Frontend → Catalog',
    'Clients → Frontend',
  ])
})
