import { type Condition, toListedPredicate } from '@roentgen/filter'
import type { BoundSql } from '../filter-sql/bound.ts'
import { filterSql, likelySql } from '../filter-sql/filter-sql.ts'
import type { ListedTrace } from '../question.ts'

/** What the traces of a list fit, in three readings. */
export interface ListFilter {
  readonly exact: BoundSql
  /** The same, or little more: of what it finds it is asked again whether it fits. */
  readonly likely: BoundSql
  /** Whether what a list shows of a trace fits; undefined: lists do not show enough to tell. */
  readonly fits: ((trace: ListedTrace) => boolean) | undefined
  /** There is no condition: every trace fits. */
  readonly isAll: boolean
  /** How many candidates are worth asking for, for each trace that is wanted: replaced rows are among them. */
  readonly spare: number
}

const all: BoundSql = { sql: '1', parameters: {} }

/** Without a condition every trace fits. */
export function listFilter(condition: Condition | undefined): ListFilter {
  if (condition === undefined) return { exact: all, likely: all, fits: () => true, isAll: true, spare: 1.05 }
  const exact = filterSql(condition)
  const fits = toListedPredicate(condition)
  return { exact, likely: fits === undefined ? exact : likelySql(condition), fits, isAll: false, spare: 1.2 }
}
