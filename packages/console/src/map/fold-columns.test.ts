import { expect, test } from 'vitest'
import { columnsAt, foldColumns } from './fold-columns.ts'
import { type Point, slot, touch } from './slots.ts'

function column(first: number, count: number, x: number): readonly (readonly [number, Point])[] {
  return Array.from({ length: count }, (_, index) => [first + index, { x, y: index * slot.height }] as const)
}

test('a map that fits a screen stays as it was laid out', () => {
  expect(foldColumns(columnsAt([...column(1, 3, 0), ...column(10, 8, 236)]))).toBeUndefined()
  expect(foldColumns([])).toBeUndefined()
})

test('columns of 100 are folded to the form of a screen; nobody touches, none is lost, all go on from left to right', () => {
  const laid = [...column(1, 2, 0), ...column(100, 100, 236), ...column(300, 98, 472)]
  const folded = foldColumns(columnsAt(laid)) ?? []
  expect(folded.map(([id]) => id).toSorted((a, b) => a - b)).toEqual(laid.map(([id]) => id))
  for (const [index, [, a]] of folded.entries())
    for (const [, b] of folded.slice(index + 1)) expect(touch(a, b)).toBe(false)
  const points = new Map(folded)
  const xs = (from: number, to: number) => folded.filter(([id]) => id >= from && id < to).map(([, { x }]) => x)
  expect(Math.max(...xs(1, 3))).toBeLessThan(Math.min(...xs(100, 200)))
  expect(Math.max(...xs(100, 200))).toBeLessThan(Math.min(...xs(300, 400)))
  const all = [...points.values()]
  const width = Math.max(...all.map(({ x }) => x)) - Math.min(...all.map(({ x }) => x))
  const height = Math.max(...all.map(({ y }) => y)) - Math.min(...all.map(({ y }) => y))
  expect(width / height).toBeGreaterThan(1)
  expect(width / height).toBeLessThan(2.5)
})
