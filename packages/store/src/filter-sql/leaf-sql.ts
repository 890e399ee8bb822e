import { asClientOf, type Condition, type EntityPattern, isAny } from '@roentgen/filter'
import { causeKindSql, type KeywordColumn, keywordColumns } from '../keyword-columns.ts'
import { annotatedSegmentsSql, traceAnnotationSql } from './annotation-sql.ts'
import type { Bound } from './bound.ts'
import { causeJsonSql } from './cause-json-sql.ts'
import type { Conjunct, Price } from './conjuncts.ts'
import { Elements } from './elements.ts'
import { requiredSql, textColumns } from './required-sql.ts'
import { textBound } from './text-bound.ts'
import { valueSql } from './value-sql.ts'

export type Leaf = Exclude<Condition, { kind: 'and' | 'or' | 'not' }>

export function isLeaf(condition: Condition): condition is Leaf {
  return condition.kind !== 'and' && condition.kind !== 'or' && condition.kind !== 'not'
}

/** Conditions on a row that all hold where the leaf does, and nowhere else. */
export function leafSql(bound: Bound, leaf: Leaf): readonly Conjunct[] {
  switch (leaf.kind) {
    case 'keyword':
      return traceKeywordSql(bound, leaf)
    case 'annotation':
      return traceAnnotationSql(bound, leaf)
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
function joined(condition: Condition, leafSql: (leaf: Leaf) => string): string {
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
  const { test } = leaf
  const isEqual = test.type === 'text' && test.operator === '='
  if (many === true) {
    const terms = [
      ...textBound(bound, textColumns.segment[leaf.keyword], test),
      lists(`arrayExists(value -> ${valueSql(bound, type, 'value', test)}, ${sql})`),
    ]
    if (leaf.keyword !== 'user' || !isEqual) return terms
    // The words of the index `by_user`.
    const words = `has(arrayMap(x -> ifNull(x, ''), segment.user), ${bound.text(test.value)})`
    return [...terms, { sql: words, price: 'nothing new' }]
  }
  const price: Price = type === 'string' ? 'texts' : 'value'
  // The index `by_client_ip` knows the column, not what ifNull makes of it.
  if (isEqual) return [{ sql: `(${sql} = ${bound.text(test.value)} and isNotNull(${sql}))`, price }]
  return [{ sql: valueSql(bound, type, sql, test), price }]
}

/** A keyword inside of braces. */
function keywordSql(bound: Bound, elements: Elements, leaf: Leaf): string {
  const column = columnOf(leaf)
  column.columns.forEach((name) => {
    elements.of(name)
  })
  return valueSql(bound, column.type, column.sql, leaf.kind === 'keyword' ? leaf.test : { type: 'set' })
}

function serviceSql(bound: Bound, { entity, where }: Leaf & { kind: 'service' }): readonly Conjunct[] {
  const elements = new Elements()
  const terms = entityTerms(bound, elements, entity)
  if (where !== undefined)
    terms.push(
      joined(where, (leaf) =>
        leaf.kind === 'annotation'
          ? `has(${annotatedSegmentsSql(bound, leaf)}, ${elements.position('segment.name')})`
          : keywordSql(bound, elements, leaf),
      ),
    )
  if (terms.length === 0) return [{ sql: 'notEmpty(segment.name)', price: 'names' }]
  return [
    ...requiredTerms(bound, 'segment', where),
    ...hasNames(bound, [entity]),
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
          ? `has(${annotatedSegmentsSql(bound, leaf)}, ${leaf.of === 'source' ? caller() : callee()})`
          : keywordSql(bound, elements, leaf),
      ),
    )
  if (terms.length === 0) return [{ sql: 'notEmpty(edge.from)', price: 'lists' }]
  // A client has its service's name, so that both names are names of segments.
  return [
    ...requiredTerms(bound, 'edge', where),
    ...hasNames(bound, [from, to]),
    { sql: elements.apply('arrayExists', terms.join(' and '), 'edge.from'), price: 'many lists' },
  ]
}

function requiredTerms(
  bound: Bound,
  list: 'segment' | 'edge' | 'cause',
  where: Condition | undefined,
): readonly Conjunct[] {
  return where === undefined ? [] : requiredSql(bound, list, where)
}

function lists(sql: string): Conjunct {
  return { sql, price: 'lists' }
}

/** The words of the index `by_name`. It knows no empty name (measured: has() of one finds nothing in LowCardinality). */
function hasNames(bound: Bound, patterns: readonly EntityPattern[]): readonly Conjunct[] {
  const names = new Set(patterns.map(({ name }) => name ?? '').filter((name) => name !== ''))
  return [...names].map((name) => ({ sql: `has(segment.name, ${bound.text(name)})`, price: 'names' }))
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
