import type { GroupFilter } from './check.ts'
import { FilterError } from './errors.ts'
import type { Expression } from './expression.ts'
import { parse } from './parse.ts'

/**
 * The groups that a filter names, and those that these name in their turn: what must be known, beside its own text, to say
 * what it means. In the order of `groups`; of a text that is no expression: none.
 */
export function groupsUsed(expression: string | undefined, groups: readonly GroupFilter[]): readonly GroupFilter[] {
  const used = new Set<GroupFilter>()
  const open = [expression]
  while (open.length > 0) {
    const text = open.pop()
    if (text === undefined) continue
    const names = namesIn(text)
    for (const group of groups) {
      if (used.has(group) || !names.some((isNamed) => isNamed(group))) continue
      used.add(group)
      open.push(group.expression)
    }
  }
  return groups.filter((group) => used.has(group))
}

type IsNamed = (group: GroupFilter) => boolean

function namesIn(text: string): readonly IsNamed[] {
  try {
    // Its length was judged when it was set.
    return namesOf(parse(text, { length: Number.POSITIVE_INFINITY }))
  } catch (error) {
    if (error instanceof FilterError) return []
    throw error
  }
}

/** Groups are named outside of braces only. */
function namesOf(expression: Expression): readonly IsNamed[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.terms.flatMap(namesOf)
    case 'not':
      return namesOf(expression.term)
    case 'test': {
      const { subject, comparison } = expression
      if (subject.kind !== 'group') return []
      return [(group) => comparison === undefined || group[subject.by] === comparison.value]
    }
    default:
      return []
  }
}
