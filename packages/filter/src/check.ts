import { checkTest } from './check-test.ts'
import type { Condition } from './condition.ts'
import { FilterError, filterError } from './errors.ts'
import type { Expression } from './expression.ts'
import { parse } from './parse.ts'
import type { Place } from './place.ts'
import type { Span } from './span.ts'

/** A group, as far as expressions name it. */
export interface GroupFilter {
  readonly name: string
  readonly arn: string
  /** Of the traces in it; undefined: all traces. */
  readonly expression: string | undefined
}

export interface CheckOptions {
  /** The groups that `group.name` and `group.arn` may name. */
  readonly groups?: readonly GroupFilter[]
  /** Conditions, those of the groups that it uses too. */
  readonly conditions?: number
}

/** Groups of groups could otherwise grow without end. */
const mostConditions = 2_000

/**
 * What an expression means: that its parts may stand where they stand, that operators and values fit, and the
 * conditions of the groups that it names (filters.md sections 3, 4 and 7). @throws FilterError
 */
export function check(expression: Expression, options: CheckOptions = {}): Condition {
  const checker: Checker = {
    groups: options.groups ?? [],
    most: options.conditions ?? mostConditions,
    count: 0,
    open: [],
    read: new Map(),
  }
  return conditionOf(checker, expression, { scope: 'trace' })
}

interface Checker {
  readonly groups: readonly GroupFilter[]
  readonly most: number
  count: number
  /** The groups in whose expressions we are, the outermost first. */
  readonly open: string[]
  /** What groups' expressions say: one may be named a thousand times. */
  readonly read: Map<string, Expression>
}

function conditionOf(checker: Checker, expression: Expression, place: Place): Condition {
  const { at } = expression
  if (++checker.count > checker.most) throw filterError('tooLarge', at, checker.most)
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { kind: expression.kind, terms: expression.terms.map((term) => conditionOf(checker, term, place)) }
    case 'not':
      return { kind: 'not', term: conditionOf(checker, expression.term, place) }
    case 'test':
      return expression.subject.kind === 'group'
        ? groupOf(checker, expression, place)
        : checkTest(expression.subject, expression.comparison, place, at)
    case 'service':
      demandTrace('service()', place, at)
      return {
        kind: 'service',
        entity: expression.entity,
        where: expression.where && conditionOf(checker, expression.where, { scope: 'service' }),
      }
    case 'edge':
      demandTrace('edge()', place, at)
      return {
        kind: 'edge',
        from: expression.from,
        to: expression.to,
        where: expression.where && conditionOf(checker, expression.where, { scope: 'edge' }),
      }
    case 'rootcause': {
      const { cause, level, where } = expression
      demandTrace(`rootcause.${cause}.${level}`, place, at)
      const inside = { scope: `cause ${level}`, cause } as const
      return { kind: 'rootcause', cause, level, where: where && conditionOf(checker, where, inside) }
    }
    case 'rootcause.json':
      demandTrace('rootcause.json', place, at)
      return { kind: 'rootcause.json', pattern: expression.pattern }
  }
}

function demandTrace(subject: string, { scope }: Place, at: Span): void {
  if (scope !== 'trace') throw filterError('wrongScope', at, subject, 'inside of braces', ['outside of all braces'])
}

/** The traces of a group are those that its expression finds. */
function groupOf(checker: Checker, test: Expression & { kind: 'test' }, place: Place): Condition {
  const { subject, comparison, at } = test
  const by = subject.kind === 'group' ? subject.by : 'name'
  demandTrace(`group.${by}`, place, at)
  if (comparison === undefined)
    return { kind: 'or', terms: checker.groups.map((group) => conditionOfGroup(checker, group, at)) }
  const { operator, value } = comparison
  if (operator !== '=' && operator !== '!=')
    throw filterError('wrongOperator', at, `group.${by}`, 'a group', ['=', '!='], operator)
  if (typeof value !== 'string')
    throw filterError(
      'wrongValue',
      comparison.at,
      `group.${by}`,
      'a group',
      `its ${by} in double quotes`,
      String(value),
    )
  const group = checker.groups.find((one) => one[by] === value)
  if (group === undefined) throw filterError('unknownGroup', comparison.at, value)
  const condition = conditionOfGroup(checker, group, at)
  return operator === '=' ? condition : { kind: 'not', term: condition }
}

function conditionOfGroup(checker: Checker, { name, expression }: GroupFilter, at: Span): Condition {
  const { open } = checker
  if (open.includes(name)) throw filterError('groupInItself', at, [...open.slice(open.indexOf(name)), name])
  if (expression === undefined) return { kind: 'and', terms: [] }
  open.push(name)
  try {
    // Its length was judged when the group was made, by the limit that this server has; depth and conditions count here.
    const read = checker.read.get(name) ?? parse(expression, { length: Number.POSITIVE_INFINITY })
    checker.read.set(name, read)
    return conditionOf(checker, read, { scope: 'trace' })
  } catch (error) {
    // The position would be one in another text.
    if (!(error instanceof FilterError) || ['groupInItself', 'tooLarge', 'groupFails'].includes(error.code)) throw error
    throw filterError('groupFails', at, name, error.sentence)
  } finally {
    open.pop()
  }
}
