import type { QueryParameters } from '../connection.ts'
import type { Window } from '../question.ts'

/** A condition that a column lies in one of these half-open ranges, in a form that a sort key and a minmax index use. */
export function inRanges(column: string, ranges: readonly Window[]): { sql: string; parameters: QueryParameters } {
  const parameters: Record<string, number> = {}
  const terms = ranges.map(({ start, end }, i) => {
    parameters[`from${i}`] = start
    parameters[`to${i}`] = end
    return `${column} >= {from${i}:Int64} and ${column} < {to${i}:Int64}`
  })
  return { sql: `(${terms.join('\n    or ')})`, parameters }
}
