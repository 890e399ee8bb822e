import { asClientOf, type EntityPattern, isAny } from '@roentgen/filter'
import { causeKindSql, type KeywordColumn, keywordColumns } from '../keyword-columns.ts'
import { annotatedSegmentsSql, traceAnnotationSql } from './annotation-sql.ts'
import type { Bound } from './bound.ts'
import { causeJsonSql } from './cause-json-sql.ts'
import type { Conjunct, Price } from './conjuncts.ts'
import { Elements } from './elements.ts'
import type { Gathered, Leaf } from './gathered.ts'
import { hasNames, requiredSql, textColumns } from './required-sql.ts'
import { textBound } from './text-bound.ts'
import { either, isText, valueSql } from './value-sql.ts'

/** Conditions on a row that all hold where the leaf does, and nowhere else. */
export function leafSql(bound: Bound, leaf: Leaf): readonly Conjunct[] {
  switch (leaf.kind) {
    case 'keyword':
      return traceKeywordSql(bound, leaf)
    case 'annotation':
      return traceAnnotationSql(bound, leaf.anyOf)
    case 'service':
      return serviceSql(bound, leaf)
    case 'edge':
      return edgeSql(bound, leaf)
    case 'rootcause': {
      const list = `cause_${leaf.level}`
      const elements = new Elements()
      elements.of(`${list}.flags`)
      const terms = [causeKindSql(leaf.cause)]
      if (leaf.where !== undefined) terms.push(joined(leaf.where, (inner) => keywordSql(bound, elements, inner)))
      return [
        ...requiredTerms(bound, 'cause', leaf.where),
        lists(elements.apply('arrayExists', terms.join(' and '), `${list}.flags`)),
      ]
    }
    case 'rootcause.json':
      return causeJsonSql(bound, leaf.pattern)
  }
}

/** A condition on one element. */
function joined(condition: Gathered, leafSql: (leaf: Leaf) => string): string {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      if (condition.terms.length === 0) return condition.kind === 'and' ? '1' : '0'
      return `(${condition.terms.map((term) => joined(term, leafSql)).join(` ${condition.kind} `)})`
    }
    case 'not':
      return `not (${joined(condition.term, leafSql)})`
    default:
      return leafSql(condition)
  }
}

function columnOf(leaf: Leaf): KeywordColumn {
  const column = leaf.kind === 'keyword' ? keywordColumns[leaf.keyword]?.[leaf.scope] : undefined
  if (column === undefined) throw new Error(`a ${leaf.kind} was checked that has no column here`)
  return column
}

function traceKeywordSql(bound: Bound, leaf: Leaf & { kind: 'keyword' }): readonly Conjunct[] {
  const { type, sql, many } = columnOf(leaf)
  const { keyword, tests } = leaf
  const equal = tests.filter(isText).flatMap(({ operator, value }) => (operator === '=' ? [value] : []))
  if (many === true) {
    const terms = [
      ...textBound(bound, textColumns.segment[keyword], tests),
      lists(`arrayExists(value -> ${valueSql(bound, type, 'value', tests)}, ${sql})`),
    ]
    const isEqual = equal.length === tests.length
    return keyword === 'user' && isEqual ? [...terms, { sql: userWords(bound, equal), price: 'nothing new' }] : terms
  }
  const price: Price = type === 'string' ? 'texts' : 'value'
  // The index `by_client_ip` knows the column, not what ifNull makes of it.
  if (equal.length === 0) return [{ sql: valueSql(bound, type, sql, tests), price }]
  const isOne = equal.length === 1 ? `= ${equal.map((value) => bound.text(value)).join()}` : `in ${bound.texts(equal)}`
  const others = tests.filter((test) => !isText(test) || test.operator !== '=')
  const terms = [`(${sql} ${isOne} and isNotNull(${sql}))`]
  return [{ sql: either(others.length === 0 ? terms : [...terms, valueSql(bound, type, sql, others)]), price }]
}

/** The words of the index `by_user`. */
function userWords(bound: Bound, users: readonly string[]): string {
  const list = `arrayMap(x -> ifNull(x, ''), segment.user)`
  return users.length === 1
    ? `has(${list}, ${users.map((user) => bound.text(user)).join()})`
    : `hasAny(${list}, ${bound.texts(users)})`
}

/** A keyword inside of braces. */
function keywordSql(bound: Bound, elements: Elements, leaf: Leaf): string {
  const column = columnOf(leaf)
  column.columns.forEach((name) => {
    elements.of(name)
  })
  return valueSql(bound, column.type, column.sql, leaf.kind === 'keyword' ? leaf.tests : [{ type: 'set' }])
}

function serviceSql(bound: Bound, { entity, where }: Leaf & { kind: 'service' }): readonly Conjunct[] {
  const elements = new Elements()
  const terms = entityTerms(bound, elements, entity)
  if (where !== undefined)
    terms.push(
      joined(where, (leaf) =>
        leaf.kind === 'annotation'
          ? `has(${annotatedSegmentsSql(bound, leaf.anyOf)}, ${elements.position('segment.name')})`
          : keywordSql(bound, elements, leaf),
      ),
    )
  if (terms.length === 0) return [{ sql: 'notEmpty(segment.name)', price: 'names' }]
  return [
    ...ownFirst(bound, where, terms, 'segment.name'),
    ...requiredTerms(bound, 'segment', where),
    ...namesOf(bound, [entity]),
    lists(elements.apply('arrayExists', terms.join(' and '), 'segment.name')),
  ]
}

function edgeSql(bound: Bound, { from, to, where }: Leaf & { kind: 'edge' }): readonly Conjunct[] {
  const elements = new Elements()
  const caller = () => elements.of('edge.from', 'caller')
  const callee = () => elements.of('edge.to', 'callee')
  const client = asClientOf(from)
  const terms: string[] = []
  if (client === undefined) terms.push(`has(${segmentsLike(bound, from)}, ${caller()} + 1)`)
  else if (!isAny(from)) {
    const ofClient = isAny(client) ? '' : ` and has(${segmentsLike(bound, client)}, ${callee()} + 1)`
    terms.push(`(has(${segmentsLike(bound, from)}, ${caller()} + 1) or ${caller()} < 0${ofClient})`)
  }
  if (!isAny(to)) terms.push(`has(${segmentsLike(bound, to)}, ${callee()} + 1)`)
  if (where !== undefined)
    terms.push(
      joined(where, (leaf) =>
        leaf.kind === 'annotation'
          ? `has(${annotatedSegmentsSql(bound, leaf.anyOf)}, ${leaf.of === 'source' ? caller() : callee()})`
          : keywordSql(bound, elements, leaf),
      ),
    )
  if (terms.length === 0) return [{ sql: 'notEmpty(edge.from)', price: 'lists' }]
  // A client has its service's name, so that both names are names of segments.
  return [
    ...ownFirst(bound, where, terms, 'edge.from'),
    ...requiredTerms(bound, 'edge', where),
    ...namesOf(bound, [from, to]),
    ...typesOf(bound, client === undefined ? [from, to] : [to]),
    { sql: elements.apply('arrayExists', terms.join(' and '), 'edge.from'), price: 'many lists' },
  ]
}

function requiredTerms(
  bound: Bound,
  list: 'segment' | 'edge' | 'cause',
  where: Gathered | undefined,
): readonly Conjunct[] {
  return where === undefined ? [] : requiredSql(bound, list, where)
}

function lists(sql: string): Conjunct {
  return { sql, price: 'lists' }
}

/**
 * Some element fits what is asked of its own numbers and flags, or else of its own texts: entities and annotations are other lists, and
 * texts are read where a number fits.
 */
function ownFirst(
  bound: Bound,
  where: Gathered | undefined,
  terms: readonly string[],
  column: string,
): readonly Conjunct[] {
  const all = where === undefined ? [] : ownTerms(where)
  const numbers = all.filter((term) => !asks(term, (leaf) => columnOf(leaf).type === 'string'))
  const own = numbers.length > 0 ? numbers : all
  if (own.length === 0) return []
  const elements = new Elements()
  const sql = own.map((term) => joined(term, (leaf) => keywordSql(bound, elements, leaf))).join(' and ')
  // That is all that is asked.
  if (terms.join(' and ') === sql || (terms.length === 1 && own.length > 1 && terms.join() === `(${sql})`)) return []
  return [lists(elements.apply('arrayExists', sql, column))]
}

/** Of conditions on an element that all hold, those that ask for no annotation. */
function ownTerms(where: Gathered): readonly Gathered[] {
  if (where.kind === 'and') return where.terms.flatMap(ownTerms)
  return asks(where, (leaf) => leaf.kind === 'annotation') ? [] : [where]
}

function asks(condition: Gathered, isAsked: (leaf: Leaf) => boolean): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.terms.some((term) => asks(term, isAsked))
    case 'not':
      return isAsked(condition.term)
    default:
      return isAsked(condition)
  }
}

/** Each of the named has a segment. */
function namesOf(bound: Bound, patterns: readonly EntityPattern[]): readonly Conjunct[] {
  return patterns.flatMap(({ name }) => (name === undefined ? [] : hasNames(bound, [name])))
}

/** Of each whose type is known a segment has that type: has() of an empty one finds nothing, as with names. */
function typesOf(bound: Bound, patterns: readonly EntityPattern[]): readonly Conjunct[] {
  const types = new Set(patterns.map(({ type }) => type ?? '').filter((type) => type !== ''))
  return [...types].map((type) => ({ sql: `has(segment.type, ${bound.text(type)})`, price: 'names' }))
}

/**
 * The positions, from 1, of the segments of an entity. It stands in the lambda over edges and does not use its arguments,
 * so the engine makes it once for a trace; `segment.name[from]` copies the list for each edge (decision 035).
 */
function segmentsLike(bound: Bound, pattern: EntityPattern): string {
  const elements = new Elements()
  elements.position('segment.name')
  return elements.apply('arrayFilter', entityTerms(bound, elements, pattern).join(' and '), 'segment.name')
}

function entityTerms(bound: Bound, elements: Elements, pattern: EntityPattern): string[] {
  return (['name', 'type', 'account'] as const).flatMap((part) => {
    const value = pattern[part]
    return value === undefined ? [] : [`${elements.of(`segment.${part}`)} = ${bound.text(value)}`]
  })
}
