import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apart, blocksOf } from './histogram-shape.ts'

test('a bar is a block, or one block a part on top of each other', () => {
  expect(blocksOf({ count: 5, name: '' }, 10)).toEqual([{ kind: 'ok', from: 0, height: 54 }])
  const parts = [
    { kind: 'fault' as const, count: 5 },
    { kind: 'error' as const, count: 0 },
    { kind: 'ok' as const, count: 10 },
  ]
  expect(blocksOf({ count: 15, name: '', parts }, 15)).toEqual([
    { kind: 'fault', from: 0, height: 36 },
    { kind: 'ok', from: 36, height: 72 },
  ])
  expect(blocksOf({ count: 0, name: '' }, 10)).toEqual([])
  expect(blocksOf({ count: 1, name: '' }, 1e6)[0]?.height).toBe(2)
})

test('names of marks keep apart, within the picture and in their order', () => {
  const places = fc.array(fc.double({ min: 0, max: 25, noNaN: true }), { maxLength: 3 })
  fc.assert(
    fc.property(places, (all) => {
      const marks = all.toSorted((a, b) => a - b).map((at, number) => ({ at, text: `P${number}` }))
      const written = apart(marks, 25)
      expect(written.map(({ text }) => text)).toEqual(marks.map(({ text }) => text))
      written.forEach(({ at }, i) => {
        expect(at).toBeGreaterThanOrEqual(1.25 - 1e-9)
        expect(at).toBeLessThanOrEqual(23.75 + 1e-9)
        if (i > 0) expect(at - (written[i - 1]?.at ?? 0)).toBeGreaterThanOrEqual(2.5 - 1e-9)
      })
    }),
  )
})
