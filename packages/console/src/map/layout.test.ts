import { expect, test } from 'vitest'
import { shopLike } from './any-graph.builder.ts'
import { layout } from './layout.ts'
import { slot, touch } from './slots.ts'

test.each([12, 60, 61, 200, 1000])('of %i nodes each stands after its callers and touches nobody', (count) => {
  const question = shopLike(count)
  const { positions } = layout(question)
  const place = new Map(positions)
  for (const { from, to } of question.edges)
    expect((place.get(to)?.x ?? 0) - (place.get(from)?.x ?? 0)).toBeGreaterThanOrEqual(slot.column)
  const points = [...place.values()]
  expect(points.length).toBe(count)
  const touching = points.flatMap((point, index) => points.slice(index + 1).filter((other) => touch(point, other)))
  expect(touching).toEqual([])
})

test('the same map has the same layout', () => {
  expect(layout(shopLike(80))).toEqual(layout(shopLike(80)))
})
