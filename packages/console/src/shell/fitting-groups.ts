import { defaultGroup } from '../view/view.ts'
import type { Group } from '../wire/groups.ts'

export interface GroupOffer {
  readonly name: string
  readonly filter: string
}

/** The groups whose name or filter has what is sought, Default first, then by name; the chosen one is never missing. */
export function fittingGroups(
  groups: readonly Pick<Group, 'GroupName' | 'FilterExpression'>[],
  chosen: string,
  sought: string,
): readonly GroupOffer[] {
  const known = new Map(groups.map(({ GroupName, FilterExpression }) => [GroupName, FilterExpression]))
  for (const name of [defaultGroup, chosen]) if (!known.has(name)) known.set(name, '')
  const wanted = sought.trim().toLowerCase()
  return [...known]
    .map(([name, filter]) => ({ name, filter }))
    .filter(({ name, filter }) => `${name}\n${filter}`.toLowerCase().includes(wanted))
    .sort((a, b) => Number(b.name === defaultGroup) - Number(a.name === defaultGroup) || (a.name < b.name ? -1 : 1))
}
