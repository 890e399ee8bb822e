import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitted, frameToWorld, isSeen, revealing, scales, worldToFrame, zoomed } from './viewport.ts'

const frame = { width: 800, height: 600 }
const anyPoint = fc.record({ x: fc.integer({ min: -5000, max: 5000 }), y: fc.integer({ min: -5000, max: 5000 }) })

test('zooming keeps what is under the pointer, and its scale within limits', () => {
  fc.assert(
    fc.property(anyPoint, anyPoint, fc.double({ min: 0.01, max: 100, noNaN: true }), (corner, about, factor) => {
      const before = { ...corner, scale: 0.7 }
      const after = zoomed(before, factor, about)
      const [a, b] = [frameToWorld(before, about), frameToWorld(after, about)]
      expect(b.x).toBeCloseTo(a.x, 5)
      expect(b.y).toBeCloseTo(a.y, 5)
      expect(after.scale).toBeGreaterThanOrEqual(scales.least)
      expect(after.scale).toBeLessThanOrEqual(scales.most)
    }),
  )
})

test('a fitted map lies inside the frame, and is never larger than life', () => {
  fc.assert(
    fc.property(fc.array(anyPoint, { minLength: 1 }), (points) => {
      const viewport = fitted(points, { width: 1400, height: 1400 })
      expect(viewport.scale).toBeLessThanOrEqual(1)
      for (const point of points) {
        const { x, y } = worldToFrame(viewport, point)
        expect(Math.min(x, y)).toBeGreaterThan(0)
        expect(Math.max(x, y)).toBeLessThan(1400)
      }
    }),
  )
})

const covers = [
  { left: 754, top: 448, right: 788, bottom: 588 },
  { left: 12, top: 556, right: 82, bottom: 588 },
]

test.each([
  [
    'a node in the corner of the buttons',
    [
      { x: 0, y: 0 },
      { x: 652, y: 420 },
    ],
    true,
  ],
  [
    'a node in the corner of the legend',
    [
      { x: 652, y: 0 },
      { x: 0, y: 420 },
    ],
    true,
  ],
  [
    'a row across the middle',
    [
      { x: 0, y: 0 },
      { x: 652, y: 0 },
    ],
    false,
  ],
])('%s: no name lies below what covers the corners, and nothing is smaller without need', (_, points, isSmaller) => {
  const viewport = fitted(points, frame, covers)
  for (const point of points) {
    const { x, y } = worldToFrame(viewport, point)
    const { scale } = viewport
    for (const { left, right, top, bottom } of covers)
      expect(
        x + 84 * scale <= left || x - 84 * scale >= right || y + 80 * scale <= top || y - 46 * scale >= bottom,
      ).toBe(true)
    expect(isSeen(point, viewport, frame)).toBe(true)
  }
  expect(viewport.scale < fitted(points, frame).scale).toBe(isSmaller)
})

test('nothing to fit: the middle is the middle', () => {
  expect(fitted([], frame)).toEqual({ x: 400, y: 300, scale: 1 })
})

test('what is seen already moves nothing; what is outside comes in', () => {
  const viewport = { x: 0, y: 0, scale: 1 }
  expect(revealing(viewport, { x: 400, y: 300 }, frame)).toBe(viewport)
  expect(revealing(viewport, { x: 900, y: 300 }, frame, 100)).toEqual({ x: -200, y: 0, scale: 1 })
})
