import type { HistogramBar, HistogramMark } from './histogram.tsx'

/** Of the picture, in units of its own: it is drawn as wide and high as there is room. */
export const size = { width: 360, height: 120 } as const

/** The highest bar. */
const tallest = 108
/** Of what there is at all, something is seen. */
const least = 2

/** The blocks of a bar, from its foot up, in units of the picture. */
export function blocksOf({ count, parts = [{ kind: 'ok', count }] }: HistogramBar, most: number) {
  let from = 0
  return parts
    .filter((part) => part.count > 0)
    .map(({ kind, count: part }) => {
      const height = Math.max(least, (part / most) * tallest)
      const block = { kind, from, height }
      from += height
      return block
    })
}

/** A line over the tops of the bars of the other set, from the foot to the foot again. */
export function outlineOf(bars: readonly HistogramBar[], most: number): string {
  const step = size.width / Math.max(1, bars.length)
  const tops = bars.map(({ other = 0 }) => size.height - (other / most) * tallest)
  return `M0 ${size.height}${tops.map((top, index) => `V${top.toFixed(2)}H${((index + 1) * step).toFixed(2)}`).join('')}V${size.height}`
}

/** As much of the bars' width as the name of a mark takes. */
const widthOfText = 0.1

/** Where names of marks are written: above their lines, and beside each other where these are close. */
export function apart(marks: readonly HistogramMark[], bars: number): readonly HistogramMark[] {
  const least = widthOfText * bars
  const spread: HistogramMark[] = []
  for (const mark of [...marks].sort((a, b) => a.at - b.at)) {
    const before = spread.at(-1)
    spread.push({ ...mark, at: Math.max(mark.at, before === undefined ? least / 2 : before.at + least) })
  }
  // From the right edge back.
  let limit = bars - least / 2
  return spread
    .toReversed()
    .map((mark) => {
      const at = Math.min(mark.at, limit)
      limit = at - least
      return { ...mark, at }
    })
    .toReversed()
}
