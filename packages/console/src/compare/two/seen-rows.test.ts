import { describe, expect, test } from 'vitest'
import { nextDifference, seenRows, verdictCounts } from './seen-rows.ts'
import { twoPicture } from './two-picture.ts'

const document = (id: string, subsegments: readonly (readonly [name: string, end: number])[]) => ({
  ...{ id: id.repeat(16), name: 'Frontend', start_time: 1, end_time: 2 },
  subsegments: subsegments.map(([name, end], at) => ({
    ...{ id: `${id}${at}`.padStart(16, '0'), name, start_time: 1 + at / 10, end_time: 1 + at / 10 + end },
    subsegments: [
      { id: `${id}f${at}`.padStart(16, '0'), name: 'inner', start_time: 1 + at / 10, end_time: 1.001 + at / 10 },
    ],
  })),
})
const { rows, a, operations } = twoPicture(
  [
    document('a', [
      ['cart', 0.01],
      ['stock', 0.05],
    ]),
  ],
  [
    document('b', [
      ['cart', 0.01],
      ['stock', 0.08],
    ]),
  ],
)
const names = (positions: readonly number[]) => positions.map((at) => rows[at]?.name)

describe('the rows of two traces', () => {
  test('are all seen, but for what is folded, or leads to no difference', () => {
    expect(names(seenRows(rows, new Set(), false))).toEqual(['Frontend', 'cart', 'inner', 'stock', 'inner'])
    expect(names(seenRows(rows, new Set([1]), false))).toEqual(['Frontend', 'cart', 'stock', 'inner'])
    expect(names(seenRows(rows, new Set(), true))).toEqual(['Frontend', 'stock'])
    expect(names(seenRows(rows, new Set([0]), true))).toEqual(['Frontend'])
  })

  test('know the next that differs, round the end', () => {
    const next = (folded: ReadonlySet<number>, after: number, direction: 1 | -1) =>
      nextDifference(rows, seenRows(rows, folded, false), folded, after, direction)
    expect(next(new Set(), 0, 1)).toBe(3)
    expect(next(new Set(), 3, 1)).toBe(3)
    expect(next(new Set(), 0, -1)).toBe(3)
    // Among those that are seen: the row below a folded one comes sooner, and a fold over a difference is one.
    expect(next(new Set([1]), 0, 1)).toBe(2)
    expect(next(new Set([0]), 0, 1)).toBe(0)
    expect(nextDifference([], [], new Set(), 0, 1)).toBe(-1)
    expect(nextDifference(rows.slice(1, 3), [0, 1], new Set(), 0, 1)).toBe(-1)
  })

  test('are counted by what became of them', () => {
    expect(Object.fromEntries(verdictCounts(rows))).toEqual({ same: 4, slower: 1 })
  })

  test('have what both traces were beside them, and where their time went', () => {
    expect(a).toMatchObject({ name: 'Frontend', subsegments: 4, duration: 1e6 })
    expect(operations[0]).toMatchObject({ operation: 'stock', selfDifference: 30_000 })
  })
})
