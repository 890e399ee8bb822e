import type { Stretch } from '@roentgen/trace'

/** Starts and ends in turn of at most `most` stretches: the closest ones are joined. `stretches` by time, from `zero` on. */
export function atMost(stretches: readonly Stretch[], most: number, zero: number): readonly number[] {
  const first = stretches[0]
  if (first === undefined) return []
  const gaps = stretches.slice(1).map(({ start }, index) => start - (stretches[index]?.end ?? start))
  const widest = gaps.toSorted((a, b) => b - a)
  const leastKept = gaps.length < most ? 0 : (widest[most - 2] ?? Number.POSITIVE_INFINITY)
  // Of gaps as wide as the least that is kept, only so many.
  let ties = Math.max(0, most - 1) - widest.filter((gap) => gap > leastKept).length
  const ends: number[] = [first.start - zero]
  gaps.forEach((gap, index) => {
    if (gap < leastKept || (gap === leastKept && ties-- <= 0)) return
    ends.push((stretches[index]?.end ?? 0) - zero, (stretches[index + 1]?.start ?? 0) - zero)
  })
  ends.push((stretches.at(-1)?.end ?? 0) - zero)
  return ends
}
