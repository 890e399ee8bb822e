import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shopLike } from './any-graph.builder.ts'
import { columnsOf } from './columns.ts'

function question(calls: readonly (readonly [number, number])[], ids: readonly number[] = []) {
  const all = new Set([...ids, ...calls.flat()])
  return {
    nodes: [...all].toSorted((a, b) => a - b).map((id) => ({ id })),
    edges: calls.map(([from, to]) => ({ id: `${from}-${to}`, from, to })),
  }
}

const calls = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 })), { maxLength: 80 })

test('everyone has one place, whoever calls whom, in circles and themselves too', () => {
  fc.assert(
    fc.property(calls, (some) => {
      const asked = question(some, [1, 2, 3])
      expect(
        columnsOf(asked)
          .flat()
          .toSorted((a, b) => a - b),
      ).toEqual(asked.nodes.map(({ id }) => id))
    }),
  )
})

test('without circles all stand before whom they call', () => {
  fc.assert(
    fc.property(calls, (some) => {
      const forward = some.map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as const)
      const columns = columnsOf(question(forward))
      const columnOf = new Map(columns.flatMap((column, index) => column.map((id) => [id, index] as const)))
      for (const [from, to] of forward) expect(columnOf.get(from)).toBeLessThan(columnOf.get(to) ?? 0)
    }),
  )
})

test.each([
  [
    'a client stands beside the service that it calls',
    [
      [1, 2],
      [2, 3],
      [3, 4],
      [9, 4],
    ],
    [[1], [2], [3, 9], [4]],
  ],
  [
    'calls that would cross do not',
    [
      [1, 14],
      [2, 13],
      [3, 12],
      [4, 11],
    ],
    [
      [1, 2, 3, 4],
      [14, 13, 12, 11],
    ],
  ],
  [
    'of a circle the one that is called from outside is first',
    [
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 2],
    ],
    [[1], [2], [3], [4]],
  ],
] as const)('%s', (_, some, columns) => {
  expect(columnsOf(question(some))).toEqual(columns)
})

test('the same map has the same columns', () => {
  expect(columnsOf(shopLike(300))).toEqual(columnsOf(shopLike(300)))
})
