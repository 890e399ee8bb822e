import { expect, test } from 'vitest'
import { anyNode, edgeBetween } from './any-graph.builder.ts'
import { connectionsOf } from './connections.ts'
import { graphOf } from './graph.ts'

// 1 → 2 → 3 → 4, 1 → 5 → 3, 6 → 4, and back 4 → 2
const graph = graphOf(
  [1, 2, 3, 4, 5, 6].map((id) => anyNode(id)),
  [edgeBetween(1, 2), edgeBetween(2, 3), edgeBetween(3, 4), edgeBetween(1, 5), edgeBetween(5, 3), edgeBetween(6, 4)],
  0,
)

test.each([
  [3, undefined, [1, 2, 3, 4, 5]],
  [3, 1, [2, 3, 4, 5]],
  [3, 0, [3]],
  [6, undefined, [4, 6]],
  [2, undefined, [1, 2, 3, 4]],
])('%i with %s hops is connected to %j', (id, hops, expected) => {
  expect(connectionsOf(graph, id, hops).nodes.map((node) => node.id)).toEqual(expected)
})

test('a circle of calls ends', () => {
  const circle = graphOf([anyNode(1), anyNode(2)], [edgeBetween(1, 2), edgeBetween(2, 1), edgeBetween(1, 1)], 0)
  expect(connectionsOf(circle, 1, undefined).edges).toHaveLength(3)
})
