import { expect, test } from 'vitest'
import { anyNode, edgeBetween } from './any-graph.builder.ts'
import { graphOf } from './graph.ts'
import { slot } from './slots.ts'
import { type Direction, entrance, walk } from './walk.ts'

// 1 calls 2, 3 and 4, which stand below one another; 5 stands apart.
const graph = graphOf(
  [1, 2, 3, 4, 5].map((id) => anyNode(id)),
  [edgeBetween(1, 2), edgeBetween(1, 3), edgeBetween(1, 4), edgeBetween(4, 4)],
  0,
)
const column = slot.column
const positions = new Map([
  [1, { x: 0, y: 150 }],
  [2, { x: column, y: 0 }],
  [3, { x: column, y: 150 }],
  [4, { x: column, y: 300 }],
  [5, { x: 3 * column, y: 0 }],
])

test.each<[number, Direction, number | undefined]>([
  [1, 'right', 3],
  [3, 'left', 1],
  [3, 'down', 4],
  [3, 'up', 2],
  [4, 'down', undefined],
  [4, 'right', undefined],
  [5, 'left', undefined],
  [9, 'right', undefined],
])('from %i %s leads to %s', (from, direction, to) => {
  expect(walk(graph, positions, from, direction)).toBe(to)
})

test('the keyboard enters at the left', () => {
  expect(entrance(graph, positions)).toBe(1)
  expect(entrance(graphOf([], [], 0), new Map())).toBeUndefined()
})
