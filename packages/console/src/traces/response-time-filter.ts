import { allOf, type Expression, FilterError, parse, print, termsOf } from '@roentgen/filter'
import { withFilter } from '../compare/filter-texts.ts'
import { secondsLiteral } from '../format/seconds-literal.ts'

/** Response times in seconds, half-open like bins; `to` null: without end. */
export interface TimeSpan {
  readonly from: number
  readonly to: number | null
}

/** The filter whose traces answered within the span. Of the span from 0 without end, those that answered at all. */
export function spanFilter({ from, to }: TimeSpan): string {
  const terms = [
    ...(from > 0 || to === null ? [`responsetime >= ${secondsLiteral(from)}`] : []),
    ...(to === null ? [] : [`responsetime < ${secondsLiteral(to)}`]),
  ]
  return terms.join(' AND ')
}

/** The traces of a filter that answered within the span. Of a span within a span the filter says the inner one alone. */
export function withSpan(filter: string, span: TimeSpan): string {
  const terms = termsIn(filter)
  if (terms === undefined) return withFilter(filter, spanFilter(span))
  const lower = terms.flatMap((term) => boundOf(term, '>=') ?? [])
  const upper = terms.flatMap((term) => boundOf(term, '<') ?? [])
  const others = allOf(terms.filter((term) => boundOf(term, '>=') === undefined && boundOf(term, '<') === undefined))
  const inner = {
    from: Math.max(span.from, ...lower),
    to: upper.length === 0 ? span.to : Math.min(span.to ?? Number.POSITIVE_INFINITY, ...upper),
  }
  return withFilter(others === undefined ? '' : print(others), spanFilter(inner))
}

function termsIn(filter: string): readonly Expression[] | undefined {
  if (filter.trim() === '') return []
  try {
    return termsOf(parse(filter))
  } catch (error) {
    if (error instanceof FilterError) return undefined
    throw error
  }
}

/** The number of a term that bounds the response time on this side. */
function boundOf(term: Expression, operator: '>=' | '<'): number | undefined {
  if (term.kind !== 'test' || term.subject.kind !== 'keyword' || term.subject.keyword !== 'responsetime')
    return undefined
  const { comparison } = term
  return comparison?.operator === operator && typeof comparison.value === 'number' ? comparison.value : undefined
}
