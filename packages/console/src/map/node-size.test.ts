import { expect, test } from 'vitest'
import { anyNode } from './any-graph.builder.ts'
import { graphOf } from './graph.ts'
import { edgeWidth, radiusOf } from './node-size.ts'
import { radii } from './slots.ts'

const requests = (ok: number, fault: number) => ({ total: ok + fault, ok, fault, error: 0, throttle: 0, seconds: 1 })
const graph = graphOf(
  [
    anyNode(1, { requests: requests(400, 0) }),
    anyNode(2, { requests: requests(90, 10) }),
    anyNode(3, { requests: requests(0, 0) }),
  ],
  [],
  0,
)

test.each([
  ['none', [radii.usual, radii.usual, radii.usual]],
  ['traffic', [radii.most, Math.round((radii.least + radii.most) / 2), radii.least]],
  ['impact', [radii.least, radii.most, radii.least]],
] as const)('sized by %s', (sizing, radius) => {
  expect([...radiusOf(graph, sizing).values()]).toEqual(radius)
})

test('an edge is as wide as its traffic', () => {
  expect([edgeWidth(0, 0), edgeWidth(1, 1000), edgeWidth(1000, 1000)]).toEqual([1.25, 1.25, 5])
  expect(edgeWidth(30, 1000)).toBeGreaterThan(edgeWidth(10, 1000))
})
