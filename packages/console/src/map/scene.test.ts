import { expect, test } from 'vitest'
import { shopLike } from './any-graph.builder.ts'
import { layout } from './layout.ts'
import { between, routeOf, sceneOf, withNewcomers, withNodeNear } from './scene.ts'
import { touch } from './slots.ts'

const graph = shopLike(12)
const laid = layout(graph)
const scene = sceneOf(graph, laid, new Map())

test('a layout is the same each time', () => {
  expect(layout(graph)).toEqual(laid)
})

test('what was placed by hand stands there in a new scene, and nobody touches it', () => {
  const [other] = scene.positions.values()
  if (other === undefined) throw new Error('empty')
  const place = { x: other.x + 20, y: other.y + 10 }
  const moved = sceneOf(graph, laid, new Map([[12, place]]))
  expect(moved.positions.get(12)).toEqual(place)
  for (const [id, point] of moved.positions) if (id !== 12) expect(touch(point, place)).toBe(false)
})

test('a place by hand of a node that is gone is not held', () => {
  expect(sceneOf(graph, laid, new Map([[99, { x: 0, y: 0 }]])).positions.has(99)).toBe(false)
})

test('an edge loses its route when an end moves, and others keep theirs', () => {
  const [first, second] = [...scene.routes.keys()].flatMap((id) => graph.edge.get(id) ?? []).toReversed()
  if (first === undefined || second === undefined) throw new Error('no routes')
  expect(routeOf(scene, first)).toBeDefined()
  const moved = withNodeNear(scene, first.to, { x: -2000, y: -2000 })
  expect(routeOf(moved, first)).toBeUndefined()
  expect(second.from === first.to || second.to === first.to || routeOf(moved, second)).toBeTruthy()
})

test('nothing new is the very same scene', () => {
  expect(withNewcomers(scene, graph)).toBe(scene)
  expect(withNewcomers(scene, shopLike(13)).positions.size).toBe(13)
})

test('from one scene to another all arrive', () => {
  const from = new Map([[1, { x: 0, y: 0 }]])
  const to = new Map([
    [1, { x: 10, y: 20 }],
    [2, { x: 5, y: 5 }],
  ])
  expect(between(from, to, 0).get(1)).toEqual({ x: 0, y: 0 })
  expect(between(from, to, 1)).toEqual(to)
})
