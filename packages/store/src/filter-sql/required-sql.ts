import type { ValueTest } from '@roentgen/filter'
import { edgeBit, segmentBit } from '../summary-flags.ts'
import { traceAnnotationSql } from './annotation-sql.ts'
import type { Bound } from './bound.ts'
import { allOf, type Conjunct, dearest, inOrder, searchConjunct } from './conjuncts.ts'
import type { Gathered, Leaf } from './gathered.ts'
import { type NumberRange, numberRanges } from './number-bounds.ts'
import { textBound } from './text-bound.ts'
import { either, isText } from './value-sql.ts'

type List = 'segment' | 'edge' | 'cause'

/**
 * What a trace has wherever one of its segments, edges, or root causes, fits a condition: said of columns with one value a trace, or of
 * fewer lists than the condition reads, so that most traces are passed over for little. It may be nothing.
 */
export function requiredSql(bound: Bound, list: List, condition: Gathered): readonly Conjunct[] {
  switch (condition.kind) {
    case 'and':
      return condition.terms.flatMap((term) => requiredSql(bound, list, term))
    case 'or':
      return anyOf(
        bound,
        condition.terms.map((term) => requiredSql(bound, list, term)),
      )
    case 'keyword':
      return anyOf(bound, alternativesOfKeyword(bound, list, condition))
    case 'annotation':
      return traceAnnotationSql(bound, condition.anyOf)
    default:
      return []
  }
}

/** What follows where one of some conditions holds, from what follows of each: nothing where nothing follows of one. */
export function anyOf(bound: Bound, terms: readonly (readonly Conjunct[])[]): readonly Conjunct[] {
  const [first = [], ...others] = terms
  if (terms.some((term) => term.length === 0)) return []
  if (others.length === 0) return first
  const searches = new Map<string, string[]>()
  const rest: (readonly Conjunct[])[] = []
  for (const term of terms) {
    const [only, ...more] = term
    if (only?.search === undefined || more.length > 0) rest.push(term)
    else {
      const { column, sought } = only.search
      searches.set(column, [...(searches.get(column) ?? []), ...sought])
    }
  }
  const found = [...searches].map(([column, sought]) => searchConjunct(bound, column, sought))
  const [only] = found
  if (only !== undefined && found.length === 1 && rest.length === 0) return [only]
  // The engine looks at those that read least first, and not at the others where one of them holds.
  const sql = [...new Set([...rest.map((term) => allOf(term)), ...inOrder(found).map((term) => term.sql)])]
  return [{ sql: either(sql), price: dearest([...rest.flat(), ...found]) }]
}

type KeywordLeaf = Leaf & { readonly kind: 'keyword' }

/** What follows of the tests together, or of some of them each. */
function alternativesOfKeyword(bound: Bound, list: List, leaf: KeywordLeaf): readonly (readonly Conjunct[])[] {
  const { keyword, tests } = leaf
  if (list === 'cause') return [textBound(bound, textColumns.cause[keyword], tests)]
  const bits: Readonly<Record<string, number>> = list === 'segment' ? segmentBit : edgeBit
  if (tests.every(isTrue) && Object.hasOwn(bits, keyword))
    return [[{ sql: `bitAnd(${list}_flags, ${bits[keyword]}) != 0`, price: 'value' }]]
  if (list === 'segment' && keyword === 'name') return [namesBound(bound, tests)]
  if (keyword === 'responsetime' || keyword === 'duration')
    return numberRanges(tests).map((range) => durationBound(bound, list, range))
  return [textBound(bound, textColumns[list][keyword], tests)]
}

function durationBound(bound: Bound, list: 'segment' | 'edge', { atLeast, atMost }: NumberRange): readonly Conjunct[] {
  const terms = [
    ...(atLeast === undefined ? [] : [`${list}_longest ${atLeast.operator} ${bound.micros(atLeast.value)}`]),
    ...(atMost === undefined ? [] : [`${list}_shortest ${atMost.operator} ${bound.micros(atMost.value)}`]),
  ]
  return terms.map((sql) => ({ sql, price: 'value' }))
}

/** Some segment has one of these names. */
function namesBound(bound: Bound, tests: readonly ValueTest[]): readonly Conjunct[] {
  const names = tests.filter(isText).flatMap(({ operator, value }) => (operator === '=' ? [value] : []))
  return names.length === tests.length ? hasNames(bound, names) : []
}

/** The words of the index `by_name`. It knows no empty name (measured: has() of one finds nothing in LowCardinality). */
export function hasNames(bound: Bound, names: readonly string[]): readonly Conjunct[] {
  const [first, ...others] = [...new Set(names)]
  if (first === undefined || names.includes('')) return []
  if (others.length === 0) return [{ sql: `has(segment.name, ${bound.text(first)})`, price: 'names' }]
  const all = bound.texts([first, ...others])
  return [
    { sql: `arrayExists(its_name -> its_name in ${all}, segment.name)`, price: 'names' },
    { sql: `hasAny(segment.name, ${all})`, price: 'nothing new' },
  ]
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
