import type { ValueTest } from '@roentgen/filter'
import type { KeywordColumn } from '../keyword-columns.ts'
import type { Bound } from './bound.ts'

type TextTest = ValueTest & { readonly type: 'text' }
type NumberTest = ValueTest & { readonly type: 'number' }

/** Whether the value of a keyword passes one of the tests: 0 or 1, and 0 where it is absent. `sql` is the value. */
export function valueSql(bound: Bound, type: KeywordColumn['type'], sql: string, tests: readonly ValueTest[]): string {
  // A text or a number that passes any test is there.
  if (type !== 'bool' && tests.some((test) => test.type === 'set')) return `isNotNull(${sql})`
  const flags = tests.flatMap((test) => {
    if (test.type !== 'set' && test.type !== 'boolean') return []
    return [test.type === 'set' || test.value ? sql : `not (${sql})`]
  })
  const terms = [
    ...flags,
    ...textTerms(bound, sql, tests.filter(isText)),
    ...numberTerms(bound, sql, tests.filter(isNumber), type === 'µs'),
  ]
  return either(type === 'bool' ? terms : terms.map(presence))
}

export function isText(test: ValueTest): test is TextTest {
  return test.type === 'text'
}

export function isNumber(test: ValueTest): test is NumberTest {
  return test.type === 'number'
}

export function either(terms: readonly string[]): string {
  return terms.length === 1 ? terms.join() : `(${terms.join(' or ')})`
}

/** null means that the value is absent, which passes nothing; `not` would leave it null. */
function presence(sql: string): string {
  return `ifNull(${sql}, 0)`
}

/** Alternatives, one of which holds where a text passes one of the tests. */
export function textTerms(bound: Bound, sql: string, tests: readonly TextTest[]): readonly string[] {
  const of = (operator: TextTest['operator']) =>
    tests.filter((test) => test.operator === operator).map(({ value }) => value)
  const denied = of('!=')
  // No text is two at once.
  if (denied.length > 1) return [`isNotNull(${sql})`]
  return [
    ...oneOf(
      of('='),
      (one) => `${sql} = ${bound.text(one)}`,
      (some) => `${sql} in ${bound.texts(some)}`,
    ),
    ...denied.map((one) => `${sql} != ${bound.text(one)}`),
    ...containsTerms(bound, sql, of('CONTAINS')),
    ...ofLength(of('BEGINSWITH')).flatMap((own) =>
      oneOf(
        own.texts,
        (one) => `startsWith(${sql}, ${bound.text(one)})`,
        (some) => `left(${sql}, ${own.bytes}) in ${bound.texts(some)}`,
      ),
    ),
    ...ofLength(of('ENDSWITH')).flatMap((own) =>
      oneOf(
        own.texts,
        (one) => `endsWith(${sql}, ${bound.text(one)})`,
        (some) => `right(${sql}, ${own.bytes}) in ${bound.texts(some)}`,
      ),
    ),
  ]
}

/** Alternatives, one of which holds where the text contains one of those. */
export function containsTerms(bound: Bound, sql: string, sought: readonly string[]): readonly string[] {
  const one = (text: string) => `position(${sql}, ${bound.text(text)}) > 0`
  const [empty, some] = [sought.filter((text) => text === ''), sought.filter((text) => text !== '')]
  const parts = Array.from({ length: Math.ceil(some.length / mostSought) }, (_, i) =>
    some.slice(i * mostSought, (i + 1) * mostSought),
  )
  return [
    ...empty.map(one),
    ...parts.flatMap((part) => oneOf(part, one, (all) => `multiSearchAny(${sql}, ${bound.texts(all)})`)),
  ]
}

/** The engine looks for no more at once. */
const mostSought = 255

function oneOf(
  values: readonly string[],
  single: (value: string) => string,
  many: (values: readonly string[]) => string,
): readonly string[] {
  if (values.length > 1) return [many(values)]
  return values.map(single)
}

/** Texts by their length in bytes: those of one length are one set. */
function ofLength(texts: readonly string[]): readonly { readonly bytes: number; readonly texts: readonly string[] }[] {
  const found = new Map<number, string[]>()
  for (const text of texts) {
    const bytes = Buffer.byteLength(text)
    found.set(bytes, [...(found.get(bytes) ?? []), text])
  }
  return [...found].map(([bytes, own]) => ({ bytes, texts: own }))
}

/** Alternatives, one of which holds where a number passes one of the tests. */
export function numberTerms(
  bound: Bound,
  sql: string,
  tests: readonly NumberTest[],
  isMicros = false,
): readonly string[] {
  const of = (operator: NumberTest['operator']) =>
    tests.filter((test) => test.operator === operator).map(({ value }) => value)
  const term = (operator: NumberTest['operator'], value: number) =>
    `${sql} ${operator} ${isMicros ? bound.micros(value) : bound.number(value)}`
  const [equal, denied] = [of('='), of('!=')]
  if (denied.length > 1) return [`isNotNull(${sql})`]
  // In a set 0 is not -0: adding 0 takes the sign away.
  const set = () =>
    isMicros
      ? `${sql} in ${bound.allMicros(equal)}`
      : `toFloat64(${sql}) + 0 in ${bound.numbers(equal.map((value) => value + 0))}`
  return [
    ...(equal.length > 1 ? [set()] : equal.map((value) => term('=', value))),
    ...denied.map((value) => term('!=', value)),
    ...extreme('<', of('<'), Math.max),
    ...extreme('<=', of('<='), Math.max),
    ...extreme('>', of('>'), Math.min),
    ...extreme('>=', of('>='), Math.min),
  ]

  function extreme(
    operator: NumberTest['operator'],
    values: readonly number[],
    choose: (...values: number[]) => number,
  ): readonly string[] {
    return values.length === 0 ? [] : [term(operator, choose(...values))]
  }
}
