import { type GroupFilter, groupsUsed } from '@roentgen/filter'
import type { Micros } from '@roentgen/trace'
import type { GroupVersion } from './group-version.ts'

/**
 * The versions to write so that these groups hold from `from` on, which is after any other version began or ended: those that end then, and those that begin. A group gets a
 * new one where its own filter changed, and where that of a group did which it names.
 *
 * @param groups those that are to have versions: all but Default, which has every trace and never changes
 * @param all what their filters may name
 */
export function changeVersions(
  groups: readonly GroupFilter[],
  all: readonly GroupFilter[],
  known: readonly GroupVersion[],
  from: Micros,
): GroupVersion[] {
  const changes: GroupVersion[] = []
  let id = Math.max(0, ...known.map((version) => version.id))
  const open = new Map(known.flatMap((one) => (one.until === undefined ? [[one.group.arn, one] as const] : [])))
  for (const { name, arn, expression } of groups) {
    const group: GroupFilter = { name, arn, expression }
    const uses = groupsUsed(expression, all).map((used) => ({
      name: used.name,
      arn: used.arn,
      expression: used.expression,
    }))
    const before = open.get(arn)
    open.delete(arn)
    if (before !== undefined && isSame(before.group, group) && isSameList(before.uses, uses)) continue
    if (before !== undefined) changes.push({ ...before, until: from })
    changes.push({ id: ++id, group, uses, from, until: undefined })
  }
  for (const gone of open.values()) changes.push({ ...gone, until: from })
  return changes
}

function isSame(a: GroupFilter, b: GroupFilter): boolean {
  return a.name === b.name && a.arn === b.arn && a.expression === b.expression
}

function isSameList(a: readonly GroupFilter[], b: readonly GroupFilter[]): boolean {
  return a.length === b.length && a.every((one, i) => b[i] !== undefined && isSame(one, b[i]))
}
