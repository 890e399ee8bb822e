import type { ValueTest } from '@roentgen/filter'
import { greatestRankSql, leastRankSql, rankSql } from '../number-ranks.ts'
import { annotationKind } from '../summary-flags.ts'
import { numberSql, tagOf } from '../value-numbers.ts'
import type { Bound } from './bound.ts'
import type { Conjunct } from './conjuncts.ts'
import { Elements } from './elements.ts'
import { type AnnotationTests, isOfOneValue } from './gathered.ts'
import { numberRanges } from './number-bounds.ts'
import { anyOf } from './required-sql.ts'
import { textBound } from './text-bound.ts'
import { either, isNumber, isText, numberTerms, textTerms } from './value-sql.ts'

/** Any segment has one of the annotations. */
export function traceAnnotationSql(bound: Bound, annotations: readonly AnnotationTests[]): readonly Conjunct[] {
  const elements = new Elements()
  const passes = passesSql(bound, elements, annotations)
  // Only the list of keys, kinds and values says something new; the others are bounds and the words of indexes.
  const isKnown = annotations.every(({ tests }) => tests.every((test) => isNumber(test) || isText(test)))
  return [
    ...annotationBounds(bound, annotations),
    { sql: elements.apply('arrayExists', passes, 'annotation.key'), price: 'lists' },
    ...keyTerms(bound, annotations, isKnown),
    ...wordTerms(bound, annotations),
  ]
}

/** What follows of the annotations, and is told by numbers or texts alone. */
function annotationBounds(bound: Bound, annotations: readonly AnnotationTests[]): readonly Conjunct[] {
  const tests = annotations.flatMap((one) => one.tests)
  const [texts, numbers] = [tests.filter(isText), tests.filter(isNumber)]
  if (texts.length + numbers.length < tests.length) return []
  const ofNumbers = annotations.flatMap((one) => rankBounds(bound, one.key, one.tests.filter(isNumber)))
  return anyOf(bound, [
    ...(texts.length === 0 ? [] : [textBound(bound, 'annotation_texts', texts)]),
    ...(numbers.length === 0 ? [] : [[...numberBounds(bound, numbers), ...rankSets(ofNumbers)]]),
  ])
}

/** The words of the index `by_annotation_key`, which knows no empty key, as by_name knows no empty name. Ranks and texts say more. */
function keyTerms(bound: Bound, annotations: readonly AnnotationTests[], isKnown: boolean): readonly Conjunct[] {
  const keys = annotations.map(({ key }) => key)
  const [first, ...others] = keys
  if (first === undefined || keys.includes('')) return []
  const price = isKnown ? 'nothing new' : 'names'
  if (others.length === 0) return [{ sql: `has(annotation.key, ${bound.text(first)})`, price }]
  const all = bound.texts(keys)
  return [
    ...(isKnown ? [] : [{ sql: `arrayExists(its_key -> its_key in ${all}, annotation.key)`, price } as const]),
    { sql: `hasAny(annotation.key, ${all})`, price: 'nothing new' },
  ]
}

/** The words of the index `by_annotation`. */
function wordTerms(bound: Bound, annotations: readonly AnnotationTests[]): readonly Conjunct[] {
  const words = annotations.flatMap(({ key, tests }) =>
    tests.flatMap((test) => (isText(test) && test.operator === '=' ? [`${key}=${test.value}`] : [])),
  )
  const [first, ...others] = words
  if (first === undefined || words.length < annotations.flatMap(({ tests }) => tests).length) return []
  const list = "arrayMap((k, v) -> concat(k, '=', v), annotation.key, annotation.text)"
  const sql = others.length === 0 ? `has(${list}, ${bound.text(first)})` : `hasAny(${list}, ${bound.texts(words)})`
  return [{ sql, price: 'nothing new' }]
}

/**
 * Some segment has one of the annotations with this value, or with one of the same number: one in 2⁵⁶ has. A list of numbers in place
 * of four lists and their texts. undefined: some test is of no single value.
 */
export function annotationNumberSql(bound: Bound, annotations: readonly AnnotationTests[]): Conjunct | undefined {
  const values = annotations.flatMap(({ key, tests }) => tests.map((test) => ({ key, test })))
  if (!values.every(({ test }) => isOfOneValue(test))) return undefined
  const numbers = values.map(({ key, test }) => {
    const { kind, text, number } = cellsOf(bound, test)
    const hashed = `${bound.text(key)}, CAST('${kind}', '${kindType}'), ${text}, ${number} + 0`
    return numberSql(tagOf('every annotation'), { hashed })
  })
  const sql =
    numbers.length === 1
      ? `has(annotation_numbers, ${numbers.join()})`
      : `arrayExists(x -> x in (${numbers.join(', ')}), annotation_numbers)`
  return { sql, price: 'numbers' }
}

/** The column's type: numbers were made of such values. */
const kindType = `Enum8(${Object.entries(annotationKind)
  .map(([kind, number]) => `\\'${kind}\\' = ${number}`)
  .join(', ')})`

/** As the columns of annotations have it. */
function cellsOf(
  bound: Bound,
  test: ValueTest,
): { readonly kind: keyof typeof annotationKind; readonly text: string; readonly number: string } {
  if (isText(test)) return { kind: 'text', text: bound.text(test.value), number: 'toFloat64(0)' }
  if (isNumber(test)) return { kind: 'number', text: `''`, number: bound.number(test.value) }
  return { kind: 'boolean', text: `''`, number: `toFloat64(${test.type === 'boolean' && test.value ? 1 : 0})` }
}

function numberBounds(bound: Bound, tests: readonly ValueTest[]): readonly Conjunct[] {
  return anyOf(
    bound,
    numberRanges(tests).map(({ atLeast, atMost }) => {
      const terms = [
        ...(atMost === undefined ? [] : [`annotation_least ${atMost.operator} ${bound.number(atMost.value)}`]),
        ...(atLeast === undefined ? [] : [`annotation_most ${atLeast.operator} ${bound.number(atLeast.value)}`]),
      ]
      return terms.map((sql): Conjunct => ({ sql, price: 'value' }))
    }),
  )
}

/** Alternatives for a rank `x` of numbers of the key that pass one of the tests: it lies between two, or is one of some. */
function rankBounds(bound: Bound, key: string, tests: readonly (ValueTest & { type: 'number' })[]): readonly string[] {
  if (tests.length === 0) return []
  const keyLiteral = bound.text(key)
  const equal = tests.filter(({ operator }) => operator === '=').map(({ value }) => value)
  const isSet = equal.length > 1
  const ranges = numberRanges(isSet ? tests.filter(({ operator }) => operator !== '=') : tests)
  return [
    ...(isSet ? [`x in (${equal.map((value) => rankSql(keyLiteral, bound.number(value))).join(', ')})`] : []),
    ...ranges.map(({ atLeast, atMost }) => {
      const least = atLeast === undefined ? leastRankSql(keyLiteral) : rankSql(keyLiteral, bound.number(atLeast.value))
      const most = atMost === undefined ? greatestRankSql(keyLiteral) : rankSql(keyLiteral, bound.number(atMost.value))
      return `x >= ${least} and x <= ${most}`
    }),
  ]
}

function rankSets(alternatives: readonly string[]): readonly Conjunct[] {
  return [{ sql: `arrayExists(x -> ${alternatives.join(' or ')}, annotation_ranks)`, price: 'numbers' }]
}

/** The positions, from 0, of the segments that have one of the annotations. */
export function annotatedSegmentsSql(bound: Bound, annotations: readonly AnnotationTests[]): string {
  const elements = new Elements()
  elements.of('annotation.segment')
  return elements.apply('arrayFilter', passesSql(bound, elements, annotations), 'annotation.segment')
}

function passesSql(bound: Bound, elements: Elements, annotations: readonly AnnotationTests[]): string {
  const terms = annotations.map(({ key, tests }) => {
    const isKey = `${elements.of('annotation.key')} = ${bound.text(key)}`
    const isValue = valuesSql(bound, elements, tests)
    // Numbers are compared faster than keys, and what they leave out is looked at no further: a quarter less.
    return tests.every(isNumber) ? `${isValue} and ${isKey}` : `${isKey} and ${isValue}`
  })
  return either(terms)
}

function valuesSql(bound: Bound, elements: Elements, tests: readonly ValueTest[]): string {
  const kind = elements.of('annotation.kind')
  const number = () => elements.of('annotation.number')
  const [texts, numbers] = [tests.filter(isText), tests.filter(isNumber)]
  const terms = tests.flatMap((test) => {
    if (test.type === 'set') return [`(${kind} != 'boolean' or ${number()} != 0)`]
    return test.type === 'boolean' ? [`${kind} = 'boolean' and ${number()} = ${test.value ? 1 : 0}`] : []
  })
  if (numbers.length > 0) terms.push(`${either(numberTerms(bound, number(), numbers))} and ${kind} = 'number'`)
  if (texts.length > 0)
    terms.push(`${kind} = 'text' and ${either(textTerms(bound, elements.of('annotation.text'), texts))}`)
  return either(terms)
}
