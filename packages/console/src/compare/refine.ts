import type { ComparedSet } from './compare-link.ts'
import { withFilter, withoutFilter } from './filter-texts.ts'

/** A condition that a set gets, or that its traces must not fit. */
export interface Refine {
  readonly to: 'A' | 'B' | 'both'
  readonly filter: string
  readonly how: 'include' | 'exclude'
}

export type Sets = readonly [ComparedSet, ComparedSet]

export function refined([a, b]: Sets, { to, filter, how }: Refine): Sets {
  const change = (set: ComparedSet): ComparedSet => ({
    ...set,
    filter: how === 'include' ? withFilter(set.filter, filter) : withoutFilter(set.filter, filter),
  })
  return [to === 'B' ? a : change(a), to === 'A' ? b : change(b)]
}
