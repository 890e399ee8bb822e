import type { Condition, ValueTest } from '@roentgen/filter'
import { greatestRankSql, leastRankSql, rankSql } from '../number-ranks.ts'
import { annotationKind } from '../summary-flags.ts'
import { numberSql, tagOf } from '../value-numbers.ts'
import type { Bound } from './bound.ts'
import type { Conjunct } from './conjuncts.ts'
import { Elements } from './elements.ts'
import { atLeast, atMost } from './number-bounds.ts'
import { textBound } from './text-bound.ts'
import { textSql } from './value-sql.ts'

type Annotation = Condition & { readonly kind: 'annotation' }

/** Any segment has the annotation. */
export function traceAnnotationSql(bound: Bound, { key, test }: Annotation): readonly Conjunct[] {
  const keyLiteral = bound.text(key)
  const elements = new Elements()
  const isKey = `${elements.of('annotation.key')} = ${keyLiteral}`
  const isValue = passesSql(bound, elements, test)
  // Numbers are compared faster than keys, and what they leave out is looked at no further: a quarter less.
  const passes = test.type === 'number' ? `${isValue} and ${isKey}` : `${isKey} and ${isValue}`
  // Only the list of keys, kinds and values says something new; the others are bounds and the words of indexes.
  const terms: Conjunct[] = [
    ...numberBounds(bound, test),
    ...rankBounds(bound, key, test),
    ...textBound(bound, 'annotation_texts', test),
    { sql: elements.apply('arrayExists', passes, 'annotation.key'), price: 'lists' },
  ]
  // The words of the index `by_annotation_key`, which knows no empty key, as by_name knows no empty name. Ranks and texts say more.
  const isKnown = test.type === 'number' || test.type === 'text'
  if (key !== '') terms.push({ sql: `has(annotation.key, ${keyLiteral})`, price: isKnown ? 'nothing new' : 'names' })
  if (test.type === 'text' && test.operator === '=')
    terms.push({
      sql: `has(arrayMap((k, v) -> concat(k, '=', v), annotation.key, annotation.text), ${bound.text(`${key}=${test.value}`)})`,
      price: 'nothing new',
    })
  return terms
}

/**
 * Some segment has the annotation with this value, or with one of the same number: one in 2⁵⁶ has. A list of numbers in place of
 * four lists and their texts. undefined: the test is of no single value.
 */
export function annotationNumberSql(bound: Bound, { key, test }: Annotation): Conjunct | undefined {
  const value = valueSqlOf(bound, test)
  if (value === undefined) return undefined
  const { kind, text, number } = value
  const hashed = `${bound.text(key)}, CAST('${kind}', '${kindType}'), ${text}, ${number} + 0`
  return { sql: `has(annotation_numbers, ${numberSql(tagOf('every annotation'), { hashed })})`, price: 'numbers' }
}

/** The column's type: numbers were made of such values. */
const kindType = `Enum8(${Object.entries(annotationKind)
  .map(([kind, number]) => `\\'${kind}\\' = ${number}`)
  .join(', ')})`

/** As the columns of annotations have it. */
function valueSqlOf(
  bound: Bound,
  test: ValueTest,
): { readonly kind: keyof typeof annotationKind; readonly text: string; readonly number: string } | undefined {
  if (test.type === 'boolean') return { kind: 'boolean', text: `''`, number: `toFloat64(${test.value ? 1 : 0})` }
  if ((test.type !== 'text' && test.type !== 'number') || test.operator !== '=') return undefined
  return test.type === 'text'
    ? { kind: 'text', text: bound.text(test.value), number: 'toFloat64(0)' }
    : { kind: 'number', text: `''`, number: bound.number(test.value) }
}

function numberBounds(bound: Bound, test: ValueTest): Conjunct[] {
  const [least, most] = [atMost(test), atLeast(test)]
  const terms = [
    ...(least === undefined ? [] : [`annotation_least ${least.operator} ${bound.number(least.value)}`]),
    ...(most === undefined ? [] : [`annotation_most ${most.operator} ${bound.number(most.value)}`]),
  ]
  return terms.map((sql) => ({ sql, price: 'value' }))
}

/** What passes lies between two ranks, or at one of them. */
function rankBounds(bound: Bound, key: string, test: ValueTest): Conjunct[] {
  if (test.type !== 'number') return []
  const keyLiteral = bound.text(key)
  const rank = () => rankSql(keyLiteral, bound.number(test.value))
  const least = atLeast(test) === undefined ? leastRankSql(keyLiteral) : rank()
  const greatest = atMost(test) === undefined ? greatestRankSql(keyLiteral) : rank()
  return [{ sql: `arrayExists(x -> x >= ${least} and x <= ${greatest}, annotation_ranks)`, price: 'numbers' }]
}

/** The positions, from 0, of the segments that have the annotation. */
export function annotatedSegmentsSql(bound: Bound, { key, test }: Annotation): string {
  const elements = new Elements()
  elements.of('annotation.segment')
  const passes = `${elements.of('annotation.key')} = ${bound.text(key)} and ${passesSql(bound, elements, test)}`
  return elements.apply('arrayFilter', passes, 'annotation.segment')
}

function passesSql(bound: Bound, elements: Elements, test: ValueTest): string {
  const kind = elements.of('annotation.kind')
  const number = () => elements.of('annotation.number')
  switch (test.type) {
    case 'set':
      return `(${kind} != 'boolean' or ${number()} != 0)`
    case 'boolean':
      return `${kind} = 'boolean' and ${number()} = ${test.value ? 1 : 0}`
    case 'number':
      return `${number()} ${test.operator} ${bound.number(test.value)} and ${kind} = 'number'`
    case 'text':
      return `${kind} = 'text' and ${textSql(elements.of('annotation.text'), test.operator, bound.text(test.value))}`
  }
}
