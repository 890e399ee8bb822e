import type { ValueTest } from '@roentgen/filter'
import type { Bound } from './bound.ts'
import { type Conjunct, searchConjunct } from './conjuncts.ts'
import { isText } from './value-sql.ts'

/**
 * What a column of texts between line feeds says wherever one of the texts passes one of the tests: a text is in it with a line feed
 * on both sides; perhaps nothing.
 */
export function textBound(bound: Bound, column: string | undefined, tests: readonly ValueTest[]): readonly Conjunct[] {
  if (column === undefined || tests.length === 0) return []
  const sought = tests.map((test) => (isText(test) ? soughtBy(test) : undefined))
  const known = sought.filter((one) => one !== undefined)
  return known.length === sought.length ? [searchConjunct(bound, column, known)] : []
}

function soughtBy({ operator, value }: ValueTest & { type: 'text' }): string | undefined {
  if (value === '') return undefined
  switch (operator) {
    case '=':
      return `\n${value}\n`
    case '!=':
      return undefined
    case 'CONTAINS':
      return value
    case 'BEGINSWITH':
      return `\n${value}`
    case 'ENDSWITH':
      return `${value}\n`
  }
}
