import { parseTraceId } from '@roentgen/trace'
import { filterError } from './errors.ts'
import {
  type CauseKind,
  type CauseLevel,
  type Comparison,
  type Expression,
  type Operator,
  operators,
  type Subject,
} from './expression.ts'
import { keywordOf, keywords } from './keywords.ts'
import { near } from './near.ts'
import { parseCausePattern } from './parse-cause-pattern.ts'
import { edgeEntities, idOf, serviceEntity } from './parse-entity.ts'
import type { Place } from './place.ts'
import { Reading, type ReadingLimits } from './reading.ts'

/** design section 6; brackets deeper than this are no filter that a person or a console writes. */
export const filterLimits: ReadingLimits = { length: 4_096, depth: 64 }

const outside: Place = { scope: 'trace' }

/** Reads a filter expression (filters.md sections 1 and 2). What it means is {@link check}'s. @throws FilterError */
export function parse(expression: string, limits: Partial<ReadingLimits> = {}): Expression {
  if (parseTraceId(expression.trim()) !== undefined) throw filterError('traceId', { start: 0, end: expression.length })
  return readExpression(new Reading(expression, { ...filterLimits, ...limits }))
}

/** The whole of what is to be read. */
export function readExpression(reading: Reading): Expression {
  const whole = { start: 0, end: reading.next.at.end }
  reading.may({ kind: 'condition', place: outside })
  if (reading.isAtEnd) throw filterError('empty', whole)
  const expression = orOf(reading, outside)
  if (!reading.isAtEnd) throw reading.unexpected('AND, OR, a condition or the end')
  return expression
}

function orOf(reading: Reading, place: Place): Expression {
  const { start } = reading.next.at
  const terms = [andOf(reading, place)]
  while (reading.word === 'or') {
    reading.take()
    terms.push(andOf(reading, place))
  }
  return joined('or', terms, reading.since(start))
}

function andOf(reading: Reading, place: Place): Expression {
  const { start } = reading.next.at
  const terms = [unaryOf(reading, place)]
  for (;;) {
    reading.may({ kind: 'connective' })
    if (reading.word === 'and') reading.take()
    else {
      reading.may({ kind: 'condition', place })
      if (!beginsCondition(reading)) break
    }
    terms.push(unaryOf(reading, place))
  }
  return joined('and', terms, reading.since(start))
}

function joined(kind: 'and' | 'or', terms: readonly Expression[], at: Expression['at']): Expression {
  const [only] = terms
  return terms.length === 1 && only !== undefined ? only : { kind, terms, at }
}

function beginsCondition(reading: Reading): boolean {
  const { kind, text } = reading.next
  return (kind === 'word' && reading.word !== 'or') || (kind === 'sign' && (text === '!' || text === '('))
}

function unaryOf(reading: Reading, place: Place): Expression {
  reading.may({ kind: 'condition', place })
  const { start } = reading.next.at
  if (reading.skip('!')) {
    const term = reading.within(() => unaryOf(reading, place))
    return { kind: 'not', term, at: reading.since(start) }
  }
  if (reading.skip('(')) {
    const expression = reading.within(() => orOf(reading, place))
    reading.expect(')')
    return expression
  }
  return conditionOf(reading, place)
}

function conditionOf(reading: Reading, place: Place): Expression {
  const { word, next } = reading
  const { start } = next.at
  if (next.kind !== 'word' || word === 'and' || word === 'or') throw reading.unexpected('a condition')
  switch (word) {
    case 'service': {
      reading.take()
      const entity = serviceEntity(reading)
      const where = bracesOf(reading, { scope: 'service' })
      return { kind: 'service', entity, where, at: reading.since(start) }
    }
    case 'edge': {
      reading.take()
      const entities = edgeEntities(reading)
      const where = bracesOf(reading, { scope: 'edge' })
      return { kind: 'edge', ...entities, where, at: reading.since(start) }
    }
    case 'id':
      return { kind: 'service', entity: idOf(reading), where: undefined, at: reading.since(start) }
    case 'rootcause.json': {
      reading.take()
      reading.expect('=')
      if (reading.next.kind !== 'json') throw reading.unexpected('#[{ … }]')
      const pattern = parseCausePattern(reading.take())
      return { kind: 'rootcause.json', pattern, at: reading.since(start) }
    }
  }
  if (word === 'rootcause' || word.startsWith('rootcause.')) return rootCauseOf(reading)
  return testOf(reading, place)
}

function bracesOf(reading: Reading, place: Place): Expression | undefined {
  if (!reading.skip('{')) return undefined
  const where = reading.within(() => orOf(reading, place))
  reading.expect('}')
  return where
}

const causes: readonly CauseKind[] = ['fault', 'error', 'responsetime']
const levels: readonly CauseLevel[] = ['service', 'entity', 'exception']

function rootCauseOf(reading: Reading): Expression {
  const { at, text } = reading.next
  const [, causeText, levelText, ...more] = reading.word.split('.')
  const cause = causes.find((one) => one === causeText)
  const level = levels.find((one) => one === levelText)
  if (cause === undefined || level === undefined || more.length > 0) throw filterError('unknownCause', at, text)
  if (cause === 'responsetime' && level === 'exception') throw filterError('noSuchLevel', at)
  reading.take()
  const where = bracesOf(reading, { scope: `cause ${level}`, cause })
  return { kind: 'rootcause', cause, level, where, at: reading.since(at.start) }
}

function testOf(reading: Reading, place: Place): Expression {
  const { start } = reading.next.at
  const subject = subjectOf(reading, place)
  reading.may({ kind: 'operator', subject })
  const operator = operatorOf(reading)
  if (operator === undefined) {
    refuseOtherOperators(reading)
    return { kind: 'test', subject, comparison: undefined, at: reading.since(start) }
  }
  reading.take()
  reading.may({ kind: 'value', subject, operator })
  const comparison: Comparison = { operator, value: literalOf(reading), at: reading.next.at }
  reading.take()
  return { kind: 'test', subject, comparison, at: reading.since(start) }
}

/** `http.url LIKE "x"`, `http.url "x"`: better words than that a condition should stand there. */
function refuseOtherOperators(reading: Reading): void {
  const { kind, text, at } = reading.next
  if (kind === 'string' || kind === 'number') throw reading.unexpected('an operator such as = or CONTAINS')
  const isValue = ['string', 'number'].includes(reading.second.kind)
  if (kind === 'word' && isValue && keywordOf(text) === undefined) throw filterError('unknownOperator', at, text)
}

function subjectOf(reading: Reading, place: Place): Subject {
  const { at, text } = reading.next
  const { word } = reading
  if (word === 'group.name' || word === 'group.arn') {
    reading.take()
    return { kind: 'group', by: word === 'group.name' ? 'name' : 'arn' }
  }
  const [, side, key] = /^(?:(source|destination)\.)?annotation(?:\.(.*))?$/is.exec(text) ?? []
  if (word === 'annotation' || side !== undefined || key !== undefined) {
    reading.take()
    const of = side === undefined ? 'own' : side.toLowerCase() === 'source' ? 'source' : 'destination'
    return { kind: 'annotation', of, key: annotationKey(reading, at, key) }
  }
  const keyword = keywordOf(text)
  if (keyword === undefined) throw filterError('unknownKeyword', at, text, near(word, words(place)))
  reading.take()
  return { kind: 'keyword', keyword }
}

function annotationKey(reading: Reading, at: Expression['at'], key: string | undefined): string {
  if (key === '') throw filterError('emptyKey', at)
  if (key !== undefined) return key
  reading.may({ kind: 'annotation key' })
  if (reading.next.kind !== 'key') throw reading.unexpected('[key] or .key of the annotation')
  return reading.take().text
}

function words({ scope }: Place): readonly string[] {
  const forms = ['service', 'edge', 'annotation', 'rootcause.fault.service', 'group.name']
  return [...Object.keys(keywords), ...(scope === 'trace' ? forms : ['annotation'])]
}

function operatorOf(reading: Reading): Operator | undefined {
  const { kind, text } = reading.next
  if (kind !== 'sign' && kind !== 'word') return undefined
  const upper = text.toUpperCase()
  return operators.find((operator) => operator === upper)
}

function literalOf(reading: Reading): string | number | boolean {
  const { kind, text } = reading.next
  const { word } = reading
  if (kind === 'string') return text
  if (kind === 'number') return Number(text)
  if (kind !== 'word' || word === 'and' || word === 'or') throw reading.unexpected('a value')
  if (word === 'true' || word === 'false') return word === 'true'
  // The developer guide has one value without quotes (filters.md section 1).
  return text
}
