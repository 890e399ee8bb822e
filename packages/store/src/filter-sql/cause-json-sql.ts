import type { CauseEntityPattern, CauseExceptionPattern, CausePattern, CauseServicePattern } from '@roentgen/filter'
import { causeBit } from '../summary-flags.ts'
import type { Bound } from './bound.ts'
import type { Conjunct } from './conjuncts.ts'
import { textBound } from './text-bound.ts'

/**
 * Whether some root cause has this structure. Causes, their services, the entities of these and their exceptions lie in
 * four flat lists; each element has the number of its children, so that the running sum of these numbers tells where
 * its children end.
 */
export function causeJsonSql(bound: Bound, pattern: CausePattern): readonly Conjunct[] {
  const { clientImpacting, services } = pattern
  const terms = [
    ...flagTerm('flags', causeBit.clientImpacting, clientImpacting),
    ...childTerms(services, serviceTerms, bound, 'services', 'ends - services'),
  ]
  if (terms.length === 0) return [{ sql: 'notEmpty(cause.flags)', price: 'lists' }]
  const lists = 'cause.flags, cause.services, arrayCumSum(cause.services)'
  const exists = `arrayExists((flags, services, ends) -> ${terms.join(' and ')}, ${lists})`
  const bounds = [...textsOf(pattern)].flatMap((value) =>
    textBound(bound, 'cause_texts', [{ type: 'text', operator: '=', value }]),
  )
  return [...bounds, { sql: exists, price: 'many lists' }]
}

/** Names and messages that a cause with this structure has. */
function textsOf({ services = [] }: CausePattern): ReadonlySet<string> {
  const paths = services.flatMap(({ path = [] }) => path)
  const exceptions = paths.flatMap((entity) => entity.exceptions ?? [])
  const texts = [...services, ...paths, ...exceptions].map(({ name }) => name)
  return new Set([...texts, ...exceptions.map(({ message }) => message)].flatMap((text) => text ?? []))
}

type Terms<Pattern> = (bound: Bound, at: string, pattern: Pattern) => readonly string[]

/** There are as many children as patterns, and each fits. `before`: how many elements of their list lie before them. */
function childTerms<Pattern>(
  patterns: readonly Pattern[] | undefined,
  terms: Terms<Pattern>,
  bound: Bound,
  count: string,
  before: string,
): readonly string[] {
  if (patterns === undefined) return []
  return [
    `${count} = ${patterns.length}`,
    ...patterns.flatMap((pattern, i) => terms(bound, `${before} + ${i + 1}`, pattern)),
  ]
}

const serviceTerms: Terms<CauseServicePattern> = (bound, at, { name, type, account, inferred, path }) => [
  ...textTerm(bound, `cause_service.name[${at}]`, name),
  ...textTerm(bound, `cause_service.type[${at}]`, type),
  ...textTerm(bound, `cause_service.account[${at}]`, account),
  ...flagTerm(`cause_service.flags[${at}]`, causeBit.inferred, inferred),
  ...childTerms(path, entityTerms, bound, ...childrenAt('cause_service.entities', at)),
]

const entityTerms: Terms<CauseEntityPattern> = (bound, at, { name, remote, coverage, exceptions }) => [
  ...textTerm(bound, `cause_entity.name[${at}]`, name),
  ...flagTerm(`cause_entity.flags[${at}]`, causeBit.remote, remote),
  ...(coverage === undefined ? [] : [`ifNull(cause_entity.coverage[${at}] = ${bound.number(coverage)}, 0)`]),
  ...childTerms(exceptions, exceptionTerms, bound, ...childrenAt('cause_entity.exceptions', at)),
]

const exceptionTerms: Terms<CauseExceptionPattern> = (bound, at, { name, message }) => [
  ...textTerm(bound, `cause_exception.name[${at}]`, name),
  ...textTerm(bound, `cause_exception.message[${at}]`, message),
]

/** How many children an element has, and how many elements of their list lie before them. */
function childrenAt(counts: string, at: string): [count: string, before: string] {
  return [`${counts}[${at}]`, `arrayCumSum(${counts})[${at}] - ${counts}[${at}]`]
}

function textTerm(bound: Bound, sql: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${sql} = ${bound.text(value)}`]
}

function flagTerm(sql: string, bit: number, value: boolean | undefined): readonly string[] {
  return value === undefined ? [] : [`bitAnd(${sql}, ${bit}) ${value ? '!=' : '='} 0`]
}
