import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sortFew } from './content-order.ts'

interface Numbered {
  readonly rank: number
  readonly place: number
}

describe('a list of any length', () => {
  test('is sorted as Array.sort does, equals in their order', () => {
    const ranks = fc.array(fc.nat(9), { maxLength: 40 })
    fc.assert(
      fc.property(ranks, (all) => {
        const list: Numbered[] = all.map((rank, place) => ({ rank, place }))
        const byRank = (a: Numbered, b: Numbered) => a.rank - b.rank
        const expected = list.toSorted(byRank)
        sortFew(list, byRank)
        expect(list).toEqual(expected)
      }),
    )
  })
})
