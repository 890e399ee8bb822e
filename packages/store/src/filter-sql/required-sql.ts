import type { Condition, ValueTest } from '@roentgen/filter'
import { edgeBit, segmentBit } from '../summary-flags.ts'
import { traceAnnotationSql } from './annotation-sql.ts'
import type { Bound } from './bound.ts'
import { allOf, type Conjunct, dearest } from './conjuncts.ts'
import { atLeast, atMost } from './number-bounds.ts'
import { textBound } from './text-bound.ts'

type List = 'segment' | 'edge' | 'cause'

/**
 * What a trace has wherever one of its segments, edges, or root causes, fits a condition: said of columns with one value a trace, or of
 * fewer lists than the condition reads, so that most traces are passed over for little. It may be nothing.
 */
export function requiredSql(bound: Bound, list: List, condition: Condition): readonly Conjunct[] {
  switch (condition.kind) {
    case 'and':
      return condition.terms.flatMap((term) => requiredSql(bound, list, term))
    case 'or':
      return anyOf(condition.terms.map((term) => requiredSql(bound, list, term)))
    case 'keyword':
      return requiredOfKeyword(bound, list, condition)
    case 'annotation':
      return traceAnnotationSql(bound, condition)
    default:
      return []
  }
}

/** What follows where one of some conditions holds, from what follows of each: nothing where nothing follows of one. */
export function anyOf(terms: readonly (readonly Conjunct[])[]): readonly Conjunct[] {
  if (terms.length === 0 || terms.some((term) => term.length === 0)) return []
  return [{ sql: `(${terms.map((term) => allOf(term)).join(' or ')})`, price: dearest(terms.flat()) }]
}

function requiredOfKeyword(
  bound: Bound,
  list: List,
  { keyword, test }: Condition & { kind: 'keyword' },
): readonly Conjunct[] {
  if (list === 'cause') return textBound(bound, textColumns.cause[keyword], test)
  const bits: Readonly<Record<string, number>> = list === 'segment' ? segmentBit : edgeBit
  if (isTrue(test) && Object.hasOwn(bits, keyword))
    return [{ sql: `bitAnd(${list}_flags, ${bits[keyword]}) != 0`, price: 'value' }]
  if (keyword !== 'responsetime' && keyword !== 'duration') return textBound(bound, textColumns[list][keyword], test)
  const [most, least] = [atLeast(test), atMost(test)]
  const terms = [
    ...(most === undefined ? [] : [`${list}_longest ${most.operator} ${bound.micros(most.value)}`]),
    ...(least === undefined ? [] : [`${list}_shortest ${least.operator} ${bound.micros(least.value)}`]),
  ]
  return terms.map((sql) => ({ sql, price: 'value' }))
}

/** Where the texts of all elements of a list stand together, by keyword. */
export const textColumns: Readonly<Record<List, Readonly<Record<string, string>>>> = {
  segment: {
    'http.url': 'segment_urls',
    'http.method': 'segment_texts',
    'http.useragent': 'segment_texts',
    'http.clientip': 'segment_texts',
    user: 'segment_texts',
    'instance.id': 'segment_texts',
    availabilityzone: 'segment_texts',
    'resource.arn': 'segment_texts',
  },
  edge: {
    'http.url': 'edge_texts',
    'http.method': 'edge_texts',
    'http.useragent': 'edge_texts',
    'http.clientip': 'edge_texts',
  },
  cause: { name: 'cause_texts', message: 'cause_texts' },
}

function isTrue(test: ValueTest): boolean {
  return test.type === 'set' || (test.type === 'boolean' && test.value)
}
