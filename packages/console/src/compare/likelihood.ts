import { timesText } from '../format/numbers.ts'
import type { ComparedValue } from '../wire/trace-sets.ts'

/** In which set a value is the likelier, for sure; undefined where that is not told apart. */
export function likelierIn({ significant, difference }: ComparedValue): 'A' | 'B' | undefined {
  if (!significant) return undefined
  return difference > 0 ? 'A' : 'B'
}

/**
 * `3.2 to 8 times as likely in A`: the interval of the odds ratio, as a quotient of shares, so that it fits the shares beside it
 * (docs/decisions/124-how-a-difference-is-said.md).
 */
export function likelihoodText(value: ComparedValue): string {
  const { a, b, shareOfA, shareOfB, low, high } = value
  const likelier = likelierIn(value)
  if (likelier === undefined) return 'not told apart'
  const [least, most] =
    likelier === 'A'
      ? [quotient(low, shareOfB), high === null ? undefined : quotient(high, shareOfB)]
      : [high === null ? 1 : quotient(1 / high, shareOfA), low === 0 ? undefined : quotient(1 / low, shareOfA)]
  const times = `${rangeText(least, most)} times as likely in ${likelier}`
  return (likelier === 'A' ? b : a) === 0 ? `only in ${likelier}, ${times}` : times
}

/** How many times the share, where the odds are so many times those of this share. */
function quotient(odds: number, share: number): number {
  return odds / (1 - share + share * odds)
}

function rangeText(least: number, most: number | undefined): string {
  const from = timesText(least)
  if (most === undefined) return `at least ${from}`
  const to = timesText(most)
  return from === to ? from : `${from} to ${to}`
}
