import { asClientOf, type Condition, type EntityPattern, isAny } from '@roentgen/filter'
import { causeKindSql, type KeywordColumn, keywordColumns } from '../keyword-columns.ts'
import { annotatedSegmentsSql, annotationNumberSql, traceAnnotationSql } from './annotation-sql.ts'
import { Bound, type BoundSql } from './bound.ts'
import { causeJsonSql } from './cause-json-sql.ts'
import { Elements } from './elements.ts'
import { requiredSql, textColumns } from './required-sql.ts'
import { textBound } from './text-bound.ts'
import { valueSql } from './value-sql.ts'

/**
 * What a question with a filter needs: numbers read to the last bit, and room for the text and the tree of the longest
 * expression. The filter language bounds how many conditions it has, those of its groups too.
 */
export const filterSettings = {
  precise_float_parsing: 1,
  max_query_size: '4000000',
  max_ast_elements: '1000000',
  max_expanded_ast_elements: '1000000',
} as const

/** The same of lists. Long expressions are planned several times faster so; not all questions of analytics can be. */
export const listFilterSettings = { ...filterSettings, enable_analyzer: 0 } as const

/**
 * The same traces as the filter's predicate finds, as a condition on one row of `summaries`: 0 or 1, never null. Values
 * are bound. What only repeats a condition in the words of a skip index stands beside it.
 */
export function filterSql(condition: Condition, bound = new Bound()): BoundSql {
  const sql = joined(condition, (leaf) => traceSql(bound, leaf))
  return { sql, parameters: bound.parameters }
}

/**
 * What holds of the same traces, and hardly ever of another: for those who look again at what they find. It reads less for values of
 * annotations.
 */
export function likelySql(condition: Condition): BoundSql {
  const bound = new Bound()
  const sql = joined(
    condition,
    (leaf) => {
      const number = leaf.kind === 'annotation' ? annotationNumberSql(bound, leaf) : undefined
      return number ?? traceSql(bound, leaf)
    },
    // Of what is denied, too much would leave traces out.
    (leaf) => traceSql(bound, leaf),
  )
  return { sql, parameters: bound.parameters }
}

type Leaf = Exclude<Condition, { kind: 'and' | 'or' | 'not' }>

function joined(
  condition: Condition,
  leafSql: (leaf: Leaf) => string,
  deniedSql: (leaf: Leaf) => string = leafSql,
): string {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      if (condition.terms.length === 0) return condition.kind === 'and' ? '1' : '0'
      return `(${condition.terms.map((term) => joined(term, leafSql, deniedSql)).join(` ${condition.kind} `)})`
    }
    case 'not':
      return `not (${joined(condition.term, deniedSql)})`
    default:
      return leafSql(condition)
  }
}

function traceSql(bound: Bound, leaf: Leaf): string {
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
      return allOf([
        ...requiredTerms(bound, 'cause', leaf.where),
        elements.apply('arrayExists', terms.join(' and '), `${list}.flags`),
      ])
    }
    case 'rootcause.json':
      return causeJsonSql(bound, leaf.pattern)
  }
}

function columnOf(leaf: Leaf): KeywordColumn {
  const column = leaf.kind === 'keyword' ? keywordColumns[leaf.keyword]?.[leaf.scope] : undefined
  if (column === undefined) throw new Error(`a ${leaf.kind} was checked that has no column here`)
  return column
}

function traceKeywordSql(bound: Bound, leaf: Leaf & { kind: 'keyword' }): string {
  const { type, sql, many } = columnOf(leaf)
  const { test } = leaf
  const isEqual = test.type === 'text' && test.operator === '='
  if (many === true) {
    const exists = `arrayExists(value -> ${valueSql(bound, type, 'value', test)}, ${sql})`
    // The words of the index `by_user`.
    if (leaf.keyword === 'user' && isEqual)
      return `(${exists} and has(arrayMap(x -> ifNull(x, ''), segment.user), ${bound.text(test.value)}))`
    const text = textBound(bound, textColumns.segment[leaf.keyword], test)
    return allOf([...(text === undefined ? [] : [text]), exists])
  }
  // The index `by_client_ip` knows the column, not what ifNull makes of it.
  if (isEqual) return `(${sql} = ${bound.text(test.value)} and isNotNull(${sql}))`
  return valueSql(bound, type, sql, test)
}

/** A keyword inside of braces. */
function keywordSql(bound: Bound, elements: Elements, leaf: Leaf): string {
  const column = columnOf(leaf)
  column.columns.forEach((name) => {
    elements.of(name)
  })
  return valueSql(bound, column.type, column.sql, leaf.kind === 'keyword' ? leaf.test : { type: 'set' })
}

function serviceSql(bound: Bound, { entity, where }: Leaf & { kind: 'service' }): string {
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
  if (terms.length === 0) return 'notEmpty(segment.name)'
  return allOf([
    ...requiredTerms(bound, 'segment', where),
    ...hasNames(bound, [entity]),
    elements.apply('arrayExists', terms.join(' and '), 'segment.name'),
  ])
}

function edgeSql(bound: Bound, { from, to, where }: Leaf & { kind: 'edge' }): string {
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
  if (terms.length === 0) return 'notEmpty(edge.from)'
  // A client has its service's name, so that both names are names of segments.
  return allOf([
    ...requiredTerms(bound, 'edge', where),
    ...hasNames(bound, [from, to]),
    elements.apply('arrayExists', terms.join(' and '), 'edge.from'),
  ])
}

function requiredTerms(
  bound: Bound,
  list: 'segment' | 'edge' | 'cause',
  where: Condition | undefined,
): readonly string[] {
  const required = where && requiredSql(bound, list, where)
  return required === undefined ? [] : [required]
}

/** The words of the index `by_name`. It knows no empty name (measured: has() of one finds nothing in LowCardinality). */
function hasNames(bound: Bound, patterns: readonly EntityPattern[]): readonly string[] {
  const names = new Set(patterns.map(({ name }) => name ?? '').filter((name) => name !== ''))
  return [...names].map((name) => `has(segment.name, ${bound.text(name)})`)
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

function allOf(terms: readonly string[]): string {
  return terms.length === 1 ? terms.join() : `(${terms.join(' and ')})`
}
