import { check, FilterError, type GroupFilter, parse } from '@roentgen/filter'

/** What is wrong with a query, and where; undefined for one that can be asked. */
export interface QueryProblem {
  readonly from: number
  readonly to: number
  readonly sentence: string
}

export function queryProblem(query: string, groups: readonly GroupFilter[]): QueryProblem | undefined {
  if (query.trim() === '') return undefined
  try {
    check(parse(query), { groups })
    return undefined
  } catch (error) {
    if (!(error instanceof FilterError)) throw error
    const from = Math.min(error.at.start, query.length)
    return { from, to: Math.max(from, Math.min(error.at.end, query.length)), sentence: error.sentence }
  }
}
