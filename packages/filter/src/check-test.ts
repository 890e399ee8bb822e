import type { Condition, Order, TextOperator, ValueTest } from './condition.ts'
import { filterError } from './errors.ts'
import type { Comparison, Operator, Subject } from './expression.ts'
import { type KeywordRow, type KeywordType, keywordRow, type Scope } from './keywords.ts'
import { mayStand, type Place } from './place.ts'
import type { Span } from './span.ts'

/** A test of a keyword or an annotation: that it may stand there, and that operator and value fit its type. */
export function checkTest(
  subject: Exclude<Subject, { kind: 'group' }>,
  comparison: Comparison | undefined,
  place: Place,
  at: Span,
): Condition {
  if (subject.kind === 'annotation') {
    const of = ownerOf(subject.of, place, at)
    return { kind: 'annotation', of, key: subject.key, test: annotationTest(comparison) }
  }
  const { keyword } = subject
  const row = keywordRow(keyword)
  demandPlace(keyword, row, place, at)
  const test = comparison === undefined ? ({ type: 'set' } as const) : keywordTest(keyword, row.type, comparison)
  return { kind: 'keyword', keyword, scope: place.scope, test }
}

function demandPlace(keyword: string, row: KeywordRow, place: Place, at: Span): void {
  if (mayStand(row, place)) return
  const scopes =
    row.cause === undefined ? row.scopes.map((one) => placeWords[one]) : [`inside rootcause.${row.cause}.entity { }`]
  throw filterError('wrongScope', at, keyword, placeWords[place.scope], scopes)
}

const placeWords: Readonly<Record<Scope, string>> = {
  trace: 'outside of braces',
  service: 'inside service { }',
  edge: 'inside edge { }',
  'cause service': 'inside rootcause.….service { }',
  'cause entity': 'inside rootcause.….entity { }',
  'cause exception': 'inside rootcause.….exception { }',
}

type Owner = (Condition & { kind: 'annotation' })['of']

function ownerOf(of: 'own' | 'source' | 'destination', { scope }: Place, at: Span): Owner {
  if (of === 'own') {
    if (scope === 'trace') return 'trace'
    if (scope === 'service') return 'segment'
    const advice =
      scope === 'edge'
        ? ['inside edge { } as source.annotation or destination.annotation']
        : ['outside of braces', 'inside service { }']
    throw filterError('wrongScope', at, 'annotation', placeWords[scope], advice)
  }
  if (scope === 'edge') return of
  throw filterError('wrongScope', at, `${of}.annotation`, placeWords[scope], ['inside edge { }'])
}

const typeWords: Readonly<Record<KeywordType, string>> = {
  boolean: 'true or false',
  seconds: 'a number of seconds',
  number: 'a number',
  text: 'a text',
}

const valueWords: Readonly<Record<KeywordType, string>> = {
  boolean: 'true or false',
  seconds: 'a number',
  number: 'a number',
  text: 'a text in double quotes',
}

const orders: readonly Order[] = ['=', '!=', '<', '<=', '>', '>=']

/** The operators of each type (filters.md section 4). */
export const operatorsOf: Readonly<Record<KeywordType, readonly Operator[]>> = {
  boolean: ['=', '!='],
  seconds: orders,
  number: orders,
  text: ['=', '!=', 'CONTAINS', 'BEGINSWITH', 'ENDSWITH'],
}

function keywordTest(keyword: string, type: KeywordType, { operator, value, at }: Comparison): ValueTest {
  if (!operatorsOf[type].includes(operator))
    throw filterError('wrongOperator', at, keyword, typeWords[type], operatorsOf[type], operator)
  const test = testOf(operator, value)
  if (test === undefined || test.type !== (type === 'seconds' ? 'number' : type))
    throw filterError('wrongValue', at, keyword, typeWords[type], valueWords[type], valueText(value))
  return type === 'seconds' && test.type === 'number' ? { ...test, value: wholeMicros(test.value) } : test
}

/** The literal says which annotations are meant: others do not match, whatever the operator. */
function annotationTest(comparison: Comparison | undefined): ValueTest {
  if (comparison === undefined) return { type: 'set' }
  const { operator, value, at } = comparison
  const test = testOf(operator, value)
  if (test !== undefined) return test
  const wanted = isOrder(operator) ? 'a number' : 'a text in double quotes'
  throw filterError('wrongValueOfOperator', at, operator, wanted, valueText(value))
}

/** undefined where the operator has no meaning for such a value. */
function testOf(operator: Operator, value: string | number | boolean): ValueTest | undefined {
  if (typeof value === 'number') return isOrder(operator) ? { type: 'number', operator, value } : undefined
  if (typeof value === 'string') return isTextOperator(operator) ? { type: 'text', operator, value } : undefined
  if (operator === '=' || operator === '!=') return { type: 'boolean', value: value === (operator === '=') }
  return undefined
}

function isOrder(operator: Operator): operator is Order {
  return operatorsOf.number.includes(operator)
}

function isTextOperator(operator: Operator): operator is TextOperator {
  return operatorsOf.text.includes(operator)
}

function valueText(value: string | number | boolean): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

/** Times are kept in whole microseconds; none is longer than a safe integer holds. */
function wholeMicros(seconds: number): number {
  const micros = Math.round(seconds * 1e6)
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, micros))
}
