import { deviationsFor, overRepresentation } from '@roentgen/trace'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ComparedValue } from '../wire/trace-sets.ts'
import { likelierIn, likelihoodText } from './likelihood.ts'

/** As the server answers: of `of` traces of each set. */
function compared(a: number, ofA: number, b: number, ofB: number): ComparedValue {
  const { ratio, low, high, significant } = overRepresentation(a, ofA, b, ofB, deviationsFor(100))
  const [shareOfA, shareOfB] = [a / ofA, b / ofB]
  return {
    ...{ key: 'user', value: 'u', filter: null, a, b, shareOfA, shareOfB, difference: shareOfA - shareOfB },
    ...{ ratio, low, high: Number.isFinite(high) ? high : null, significant },
  }
}

describe('how much likelier a value is', () => {
  test.each([
    [30, 100, 10, 1000, '8.7 to 149 times as likely in A'],
    [10, 1000, 30, 100, '8.7 to 149 times as likely in B'],
    [900, 1000, 600, 1000, '1.37 to 1.63 times as likely in A'],
    [50, 100, 0, 1000, 'only in A, at least 65 times as likely in A'],
    [0, 100, 500, 500, 'only in B, at least 27 times as likely in B'],
    [500, 500, 0, 500, 'only in A, at least 132 times as likely in A'],
    [10, 100, 12, 100, 'not told apart'],
    [1, 1, 4, 4, 'not told apart'],
  ])('%d of %d against %d of %d: %s', (a, ofA, b, ofB, text) => {
    expect(likelihoodText(compared(a, ofA, b, ofB), [ofA, ofB])).toBe(text)
  })

  test('is said of the set with the greater share, and the other way round when the sets are swapped', () => {
    const counts = fc.tuple(fc.nat(500), fc.nat(500)).map(([one, more]) => [one, one + more + 1] as const)
    fc.assert(
      fc.property(counts, counts, ([a, ofA], [b, ofB]) => {
        const [one, swapped] = [compared(a, ofA, b, ofB), compared(b, ofB, a, ofA)]
        const mirrored = { A: 'B', B: 'A', none: undefined }[likelierIn(one) ?? 'none']
        expect(likelierIn(swapped)).toBe(mirrored)
        const letters: Record<string, string> = { A: 'B', B: 'A' }
        const said = likelihoodText(swapped, [ofB, ofA]).replaceAll(/\b[AB]\b/g, (letter) => letters[letter] ?? letter)
        expect(said).toBe(likelihoodText(one, [ofA, ofB]))
        // What is seen lies within what is said.
        const numbers = [...said.matchAll(/[\d,.]+/g)].map(([number]) => Number(number.replaceAll(',', '')))
        const quotient = likelierIn(one) === 'A' ? a / ofA / (b / ofB) : b / ofB / (a / ofA)
        const [least = 0, most = Number.POSITIVE_INFINITY] = numbers
        if (likelierIn(one) === undefined) return
        expect(least).toBeLessThanOrEqual(quotient * 1.05)
        expect(most).toBeGreaterThanOrEqual(said.includes(' to ') ? Math.min(quotient, 1e6) * 0.95 : least)
      }),
    )
  })
})
