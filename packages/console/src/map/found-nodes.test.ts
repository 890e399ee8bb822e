import { expect, test } from 'vitest'
import { anyNode } from './any-graph.builder.ts'
import { foundNodes } from './found-nodes.ts'
import { graphOf } from './graph.ts'

const graph = graphOf(
  [
    anyNode(1, { name: 'cartservice' }),
    anyNode(2, { name: 'orders-cart', requests: { total: 900, ok: 900, error: 0, throttle: 0, fault: 0, seconds: 1 } }),
    anyNode(3, { name: 'ProductCatalog', type: 'AWS::DynamoDB::Table' }),
  ],
  [],
  0,
)

test.each([
  ['cart', [1, 2]],
  ['CART order', [2]],
  ['dynamodb table', [3]],
  ['AWS::Dyn', [3]],
  ['', [2, 1, 3]],
  ['nothing', []],
])('%s', (text, ids) => {
  expect(foundNodes(graph, text).map(({ id }) => id)).toEqual(ids)
})
