import type { Condition } from '@roentgen/filter'
import type { QueryParameters } from '../connection.ts'
import { Bound } from '../filter-sql/bound.ts'
import { filterSettings, filterSql } from '../filter-sql/filter-sql.ts'
import type { Window } from '../question.ts'

/** Some traces: those that started in a window and fit a filter. */
export interface TraceSet {
  readonly window: Window
  /** All of the window without it. */
  readonly filter?: Condition | undefined
  /** Of those only the traces whose keys are in these stretches of time; all without it. */
  readonly stretches?: readonly Window[]
}

/** Of every question about all traces of a set: FINAL with exact skip indexes and never PREWHERE, as lists do. */
export const setSettings = {
  ...filterSettings,
  do_not_merge_across_partitions_select_final: 1,
  use_skip_indexes_if_final: 1,
  use_skip_indexes_if_final_exact_mode: 1,
  optimize_move_to_prewhere_if_final: 0,
  // Of rows with long lists a block would be 4,000: to count their numbers takes a sixth longer so.
  preferred_block_size_bytes: '8000000',
} as const

/** Conditions on a row of `summaries`, one for each set, and the values that they name. */
export function matchingSql(sets: readonly TraceSet[]): {
  readonly conditions: readonly string[]
  readonly parameters: QueryParameters
} {
  const bound = new Bound()
  const conditions = sets.map(({ window, filter, stretches }) => {
    const terms = [`start >= ${bound.micros(window.start)}`, `start < ${bound.micros(window.end)}`]
    if (stretches !== undefined)
      terms.push(
        `(${stretches.map(({ start, end }) => `key_time >= ${bound.micros(start)} and key_time < ${bound.micros(end)}`).join(' or ')})`,
      )
    if (filter !== undefined) terms.push(filterSql(filter, bound).sql)
    return terms.join('\n  and ')
  })
  return { conditions, parameters: bound.parameters }
}

export function anyOf(conditions: readonly string[]): string {
  return conditions.length === 1 ? conditions.join() : conditions.map((condition) => `(${condition})`).join('\n  or ')
}
