import type { QueryParameters } from '../connection.ts'
import type { Window } from '../question.ts'

export interface Condition {
  readonly sql: string
  readonly parameters: QueryParameters
}

/**
 * A condition that a column lies in one of these half-open ranges, in a form that a sort key and a minmax index use.
 * `prefix` keeps the parameters of two conditions of one question apart.
 */
export function inRanges(column: string, ranges: readonly Window[], prefix = ''): Condition {
  const parameters: Record<string, number> = {}
  const terms = ranges.map(({ start, end }, i) => {
    parameters[`${prefix}from${i}`] = start
    parameters[`${prefix}to${i}`] = end
    return `${column} >= {${prefix}from${i}:Int64} and ${column} < {${prefix}to${i}:Int64}`
  })
  return { sql: `(${terms.join('\n    or ')})`, parameters }
}
