import type { CausePattern, Condition, EntityPattern, Keyword, Scope, ValueTest } from '@roentgen/filter'

type RootCause = Condition & { readonly kind: 'rootcause' }

/** An annotation of this key passes one of the tests. */
export interface AnnotationTests {
  readonly key: string
  readonly tests: readonly ValueTest[]
}

/**
 * A condition whose alternatives are gathered: what asks the same list of a trace, or the same value, is asked once, for any of
 * several. Nothing but leaves is denied.
 */
export type Gathered = { readonly kind: 'and' | 'or'; readonly terms: readonly Gathered[] } | Denial | Leaf

interface Denial {
  readonly kind: 'not'
  readonly term: Leaf
}

export type Leaf =
  /** One of the tests passes. */
  | {
      readonly kind: 'keyword'
      readonly keyword: Keyword
      readonly scope: Scope
      readonly tests: readonly ValueTest[]
    }
  /** One of the annotations passes. */
  | {
      readonly kind: 'annotation'
      readonly of: (Condition & { kind: 'annotation' })['of']
      readonly anyOf: readonly AnnotationTests[]
    }
  | { readonly kind: 'service'; readonly entity: EntityPattern; readonly where: Gathered | undefined }
  | {
      readonly kind: 'edge'
      readonly from: EntityPattern
      readonly to: EntityPattern
      readonly where: Gathered | undefined
    }
  | {
      readonly kind: 'rootcause'
      readonly cause: RootCause['cause']
      readonly level: RootCause['level']
      readonly where: Gathered | undefined
    }
  | { readonly kind: 'rootcause.json'; readonly pattern: CausePattern }

export function gathered(condition: Condition, isDenied = false): Gathered {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const terms = condition.terms.map((term) => gathered(term, isDenied))
      return joined((condition.kind === 'and') === isDenied ? 'or' : 'and', terms)
    }
    case 'not':
      return gathered(condition.term, !isDenied)
    default: {
      const leaf = leafOf(condition)
      return isDenied ? { kind: 'not', term: leaf } : leaf
    }
  }
}

type Single = Exclude<Condition, { kind: 'and' | 'or' | 'not' }>

function leafOf(condition: Single): Leaf {
  switch (condition.kind) {
    case 'keyword': {
      const { kind, keyword, scope, test } = condition
      return { kind, keyword, scope, tests: [test] }
    }
    case 'annotation': {
      const { kind, of, key, test } = condition
      return { kind, of, anyOf: [{ key, tests: [test] }] }
    }
    case 'rootcause.json':
      return condition
    default:
      return { ...condition, where: condition.where && gathered(condition.where) }
  }
}

/** Of alternatives those that ask for the same are one; so are denials that all hold, which deny alternatives. */
function joined(kind: 'and' | 'or', given: readonly Gathered[]): Gathered {
  const terms = given.flatMap((term) => (term.kind === kind ? term.terms : [term]))
  const others: Gathered[] = []
  const alike = new Map<string, [Leaf, ...Leaf[]]>()
  for (const term of terms) {
    const leaf = gatherable(kind, term)
    if (leaf === undefined) others.push(term)
    else {
      const subject = subjectOf(leaf)
      const known = alike.get(subject)
      if (known === undefined) alike.set(subject, [leaf])
      else known.push(leaf)
    }
  }
  const together = [...alike.values()].map(anyOfLeaves)
  const all = [...together.map((term): Gathered => (kind === 'or' ? term : { kind: 'not', term })), ...others]
  const [only] = all
  return all.length === 1 && only !== undefined ? only : { kind, terms: all }
}

function gatherable(kind: 'and' | 'or', term: Gathered): Leaf | undefined {
  switch (term.kind) {
    case 'and':
    case 'or':
      return undefined
    case 'not':
      return kind === 'and' ? term.term : undefined
    default:
      return kind === 'or' ? term : undefined
  }
}

/** What leaves of one kind have in common that are one as alternatives. */
function subjectOf(leaf: Leaf): string {
  switch (leaf.kind) {
    case 'keyword':
      return JSON.stringify([leaf.kind, leaf.scope, leaf.keyword])
    case 'annotation':
      // Of values that are sought by their number no other alternative is to be asked for.
      return JSON.stringify([leaf.kind, leaf.of, leaf.anyOf.every(({ tests }) => tests.every(isOfOneValue))])
    case 'service':
      return leaf.kind
    case 'edge':
      return JSON.stringify([leaf.kind, subjectOfEntity(leaf.from), subjectOfEntity(leaf.to)])
    case 'rootcause':
      return JSON.stringify([leaf.kind, leaf.cause, leaf.level])
    case 'rootcause.json':
      return JSON.stringify(leaf)
  }
}

/** Only one value of an annotation passes. */
export function isOfOneValue(test: ValueTest): boolean {
  return test.type === 'boolean' || (test.type !== 'set' && test.operator === '=')
}

function subjectOfEntity({ name, type, account }: EntityPattern): string {
  return JSON.stringify([name ?? null, type ?? null, account ?? null])
}

/** One leaf for several of one subject, one of which has to hold. */
function anyOfLeaves(leaves: readonly [Leaf, ...Leaf[]]): Leaf {
  const [first] = leaves
  switch (first.kind) {
    case 'keyword':
      return { ...first, tests: distinct(leaves.flatMap((leaf) => (leaf.kind === 'keyword' ? leaf.tests : []))) }
    case 'annotation':
      return { ...first, anyOf: byKey(leaves.flatMap((leaf) => (leaf.kind === 'annotation' ? leaf.anyOf : []))) }
    case 'service':
      return anyService(leaves.flatMap((leaf) => (leaf.kind === 'service' ? [leaf] : [])))
    case 'edge':
    case 'rootcause':
      return { ...first, where: eitherOf(leaves.map((leaf) => (leaf.kind === first.kind ? leaf.where : undefined))) }
    case 'rootcause.json':
      return first
  }
}

/** undefined holds of every element. */
function eitherOf(conditions: readonly (Gathered | undefined)[]): Gathered | undefined {
  const terms = conditions.filter((one) => one !== undefined)
  return terms.length === conditions.length ? joined('or', terms) : undefined
}

/** Of different services, which of them it is is a condition on the segment like others. */
function anyService(leaves: readonly (Leaf & { kind: 'service' })[]): Leaf {
  const [entity = {}, ...others] = leaves.map((leaf) => leaf.entity)
  const isOne = others.every((other) => subjectOfEntity(other) === subjectOfEntity(entity))
  if (isOne) return { kind: 'service', entity, where: eitherOf(leaves.map(({ where }) => where)) }
  return { kind: 'service', entity: {}, where: eitherOf(leaves.map(whereOf)) }
}

function whereOf({ entity, where }: Leaf & { kind: 'service' }): Gathered | undefined {
  const parts = (
    [
      ['name', entity.name],
      ['type', entity.type],
      ['account.id', entity.account],
    ] as const
  ).flatMap(([keyword, value]): Gathered[] =>
    value === undefined
      ? []
      : [{ kind: 'keyword', keyword, scope: 'service', tests: [{ type: 'text', operator: '=', value }] }],
  )
  const terms = where === undefined ? parts : [...parts, where]
  return terms.length === 0 ? undefined : joined('and', terms)
}

function byKey(all: readonly AnnotationTests[]): readonly AnnotationTests[] {
  const tests = new Map<string, ValueTest[]>()
  for (const one of all) {
    const known = tests.get(one.key)
    if (known === undefined) tests.set(one.key, [...one.tests])
    else known.push(...one.tests)
  }
  return [...tests].map(([key, own]) => ({ key, tests: distinct(own) }))
}

function distinct(tests: readonly ValueTest[]): readonly ValueTest[] {
  return [...new Map(tests.map((test) => [JSON.stringify(test), test])).values()]
}
