import fc from 'fast-check'
import { expect, test } from 'vitest'
import { edgeShape, nearestEdge } from './edge-path.ts'

const anyEnd = fc.record({
  x: fc.integer({ min: -3000, max: 3000 }),
  y: fc.integer({ min: -3000, max: 3000 }),
  radius: fc.integer({ min: 27, max: 44 }),
})

test('an edge begins and ends outside of both circles, wherever they stand', () => {
  fc.assert(
    fc.property(anyEnd, anyEnd, (from, to) => {
      fc.pre(Math.hypot(from.x - to.x, from.y - to.y) > 100)
      const { path, along } = edgeShape(from, to, undefined, 1)
      expect(path).not.toMatch(/NaN|Infinity/)
      const [first, last] = [along[0], along.at(-1)]
      expect(Math.hypot((first?.x ?? 0) - from.x, (first?.y ?? 0) - from.y)).toBeCloseTo(from.radius + 5, 5)
      expect(Math.hypot((last?.x ?? 0) - to.x, (last?.y ?? 0) - to.y)).toBeCloseTo(to.radius + 5, 5)
    }),
  )
})

test('a service that calls itself has a loop', () => {
  const end = { x: 5, y: 5, radius: 30 }
  expect(edgeShape(end, end, undefined, 1).path).toMatch(/^M[-\d. C]+M/)
})

test('there and back do not lie on each other', () => {
  const [a, b] = [
    { x: 0, y: 0, radius: 30 },
    { x: 300, y: 0, radius: 30 },
  ]
  const there = edgeShape(a, b, undefined, 1).along[8]
  const back = edgeShape(b, a, undefined, 1).along[8]
  expect(Math.abs((there?.y ?? 0) - (back?.y ?? 0))).toBeGreaterThan(20)
})

test('the pointer finds the nearest edge, and none when all are far', () => {
  const shape = (y: number) => edgeShape({ x: 0, y, radius: 30 }, { x: 400, y, radius: 30 }, undefined, 1)
  const edges = [
    ['high', shape(0)],
    ['low', shape(60)],
  ] as const
  expect(nearestEdge(edges, { x: 200, y: 8 }, 10)).toBe('high')
  expect(nearestEdge(edges, { x: 200, y: 55 }, 10)).toBe('low')
  expect(nearestEdge(edges, { x: 200, y: 30 }, 10)).toBeUndefined()
})

test('a route is followed, and the line swings no higher or lower than its points lie', () => {
  const route = [0, 150, 300, 450, 600].map((x, index) => ({ x, y: [0, 90, 200, 200, 120][index] ?? 0 }))
  const { along } = edgeShape({ x: 0, y: 0, radius: 30 }, { x: 600, y: 120, radius: 30 }, route, 1)
  for (const { x, y } of route.slice(1, -1)) expect(along).toContainEqual({ x, y })
  for (const { y } of along) {
    expect(y).toBeGreaterThan(-0.001)
    expect(y).toBeLessThan(200.001)
  }
})
