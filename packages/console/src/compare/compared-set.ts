import { printRange, type Range } from '../view/range.ts'

/** One of the two sets of traces that the page Compare puts side by side. */
export interface ComparedSet {
  /** Every trace without it. */
  readonly filter: string
  /** undefined: the range of the page. */
  readonly range?: Range | undefined
}

/** What {@link useLink} takes as `extra` for `/compare`: `link('/compare', { extra: compareParameters(a, b) })`. */
export function compareParameters(a: ComparedSet, b: ComparedSet): Record<string, string> {
  return { a: a.filter, b: b.filter, aRange: rangeText(a), bRange: rangeText(b) }
}

/** The traces of a range against those of as long a time before it. @param now seconds, where a range of the last so many ends */
export function againstTheTimeBefore(filter: string, range: Range, now: number): readonly [ComparedSet, ComparedSet] {
  const end = range.kind === 'last' ? Math.floor(now) : range.end
  const start = range.kind === 'last' ? end - range.seconds : range.start
  return [
    { filter, range: { kind: 'fixed', start, end } },
    { filter, range: { kind: 'fixed', start: start - (end - start), end: start } },
  ]
}

function rangeText({ range }: ComparedSet): string {
  return range === undefined ? '' : printRange(range)
}
