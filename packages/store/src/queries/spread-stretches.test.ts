import type { Micros } from '@roentgen/trace'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spreadStretches } from './spread-stretches.ts'

test('stretches have the share of a window that is wanted, in each part of it, in order', () => {
  const times = fc.tuple(fc.integer({ min: 0, max: 2e15 }), fc.integer({ min: 1e6, max: 1e13 }))
  fc.assert(
    fc.property(times, fc.double({ min: 0.001, max: 1, noNaN: true }), ([start, length], share) => {
      const found = spreadStretches({ start: start as Micros, end: (start + length) as Micros }, share)
      const sum = found.reduce((all, stretch) => all + stretch.end - stretch.start, 0)
      expect(Math.abs(sum - length * share)).toBeLessThanOrEqual(2 * found.length)
      expect(found[0]?.start).toBe(start)
      found.forEach((stretch, number) => {
        expect(stretch.start).toBeGreaterThanOrEqual(start + Math.floor((length * number) / found.length) - 1)
        expect(stretch.end).toBeLessThanOrEqual(start + Math.ceil((length * (number + 1)) / found.length) + 1)
      })
    }),
  )
})
