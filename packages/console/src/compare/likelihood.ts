import { sharesUnder } from '@roentgen/trace'
import { timesText } from '../format/numbers.ts'
import type { ComparedValue } from '../wire/trace-sets.ts'

/** In which set a value is the likelier, for sure; undefined where that is not told apart. */
export function likelierIn({ significant, difference }: ComparedValue): 'A' | 'B' | undefined {
  if (!significant) return undefined
  return difference > 0 ? 'A' : 'B'
}

/**
 * `3.2 to 8 times as likely in A`: the interval of the odds ratio, as quotients of the shares that are the likeliest at its ends,
 * so that it fits the shares beside it (docs/decisions/124-how-a-difference-is-said.md).
 *
 * @param totals traces of each set
 */
export function likelihoodText(value: ComparedValue, totals: readonly [number, number]): string {
  const likelier = likelierIn(value)
  if (likelier === undefined) return 'not told apart'
  const { a, b, low } = value
  const high = value.high ?? Number.POSITIVE_INFINITY
  const [ofA, ofB] = totals
  // The other way round for B, so that A against B says the same as B against A.
  const [least, most] = likelier === 'A' ? [low, high] : [1 / high, 1 / low]
  const quotientAt = (ratio: number) => {
    const [share, other] = likelier === 'A' ? sharesUnder(ratio, a, ofA, b, ofB) : sharesUnder(ratio, b, ofB, a, ofA)
    return share / other
  }
  const times = `${rangeText(quotientAt(least), quotientAt(most))} times as likely in ${likelier}`
  return (likelier === 'A' ? b : a) === 0 ? `only in ${likelier}, ${times}` : times
}

/** Beyond, a number says no more than that there is no end. */
const endless = 1e6

function rangeText(least: number, most: number): string {
  const from = timesText(least)
  if (most > endless) return `at least ${from}`
  const to = timesText(most)
  return from === to ? from : `${from} to ${to}`
}
