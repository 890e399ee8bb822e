import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyNode, chain, edgeBetween, shopLike } from './any-graph.builder.ts'
import { graphOf } from './graph.ts'
import { layout } from './layout.ts'
import { freeNear, placeNewcomers } from './place.ts'
import { radii, slot, touch } from './slots.ts'

function overlaps(points: readonly { readonly x: number; readonly y: number }[]): number {
  return points.flatMap((a, index) =>
    points.slice(index + 1).filter((b) => Math.hypot(a.x - b.x, a.y - b.y) < 2 * radii.most),
  ).length
}

test('20 nodes that join a map of 200 one by one move nobody, and no circles overlap', () => {
  const all = shopLike(220)
  const born = (count: number) => graphOf(all.nodes.slice(0, count), all.edges, 0)
  const before = new Map(layout(born(200)).positions)
  let positions: ReadonlyMap<number, { x: number; y: number }> = before
  expect(overlaps([...positions.values()])).toBe(0)
  for (let count = 201; count <= 220; count++) {
    const next = placeNewcomers(positions, born(count))
    expect(next.size).toBe(count)
    for (const [id, point] of positions) expect(next.get(id)).toEqual(point)
    expect(overlaps([...next.values()])).toBe(0)
    positions = next
  }
}, 30_000)

test('nodes join in any order and no two touch', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...shopLike(24).nodes], { minLength: 24 }), (order) => {
      let positions: ReadonlyMap<number, { x: number; y: number }> = new Map()
      for (let count = 1; count <= order.length; count++)
        positions = placeNewcomers(positions, graphOf(order.slice(0, count), shopLike(24).edges, 0))
      const points = [...positions.values()]
      for (const [index, a] of points.entries())
        for (const b of points.slice(index + 1)) expect(touch(a, b)).toBe(false)
    }),
    { numRuns: 30 },
  )
})

test('a newcomer stands in the column after its caller, at its height where that is free', () => {
  const graph = chain(3)
  const positions = placeNewcomers(new Map([[1, { x: 0, y: 40 }]]), graph)
  expect([...positions.values()]).toEqual([
    { x: 0, y: 40 },
    { x: slot.column, y: 40 },
    { x: 2 * slot.column, y: 40 },
  ])
})

test('who calls someone that is there stands one column before', () => {
  const positions = placeNewcomers(new Map([[2, { x: 500, y: 0 }]]), graphOf(chain(2).nodes, chain(2).edges, 0))
  expect(positions.get(1)).toEqual({ x: 500 - slot.column, y: 0 })
})

test('a newcomer joins a column that stands a little aside, at the nearest free height', () => {
  const graph = graphOf([anyNode(1), anyNode(2), anyNode(3)], [edgeBetween(1, 2), edgeBetween(1, 3)], 0)
  const positions = placeNewcomers(
    new Map([
      [1, { x: 0, y: 0 }],
      [2, { x: slot.column + 30, y: 10 }],
    ]),
    graph,
  )
  expect(positions.get(3)).toEqual({ x: slot.column + 30, y: 10 - slot.height })
})

test('nothing new: the very same positions', () => {
  const positions = new Map([[1, { x: 0, y: 0 }]])
  expect(placeNewcomers(positions, chain(1))).toBe(positions)
})

test('a node that is dropped on others goes to the nearest place that is free', () => {
  const point = fc.record({ x: fc.integer({ min: 0, max: 900 }), y: fc.integer({ min: 0, max: 900 }) })
  fc.assert(
    fc.property(point, fc.array(point, { maxLength: 30 }), (wanted, others) => {
      const place = freeNear(wanted, others)
      for (const other of others) expect(touch(place, other)).toBe(false)
    }),
  )
  expect(freeNear({ x: 10, y: 5 }, [{ x: 0, y: 0 }])).toEqual({ x: 10, y: slot.height })
})
