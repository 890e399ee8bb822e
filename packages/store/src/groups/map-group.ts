import type { Window } from '../question.ts'
import type { GroupVersion } from './group-version.ts'

/** A group, as far as maps know it. */
export interface MapGroup {
  readonly arn: string
  /** Names its rows: the id of its first version, so that one that was deleted and came back has other rows. */
  readonly rows: string
  /** Ids of all its versions. */
  readonly versions: readonly number[]
}

/** The groups of which a version holds. */
export function mapGroups(versions: readonly GroupVersion[]): readonly MapGroup[] {
  const groups: MapGroup[] = []
  for (const newest of versions) {
    if (newest.until !== undefined) continue
    const all = history(newest, versions)
    groups.push({
      arn: newest.group.arn,
      rows: String(all[0]?.id ?? newest.id),
      versions: all.map(({ id }) => id),
    })
  }
  return groups
}

/** Whether another version than the newest applied at some time of a window. */
export function hasOldVersions(group: MapGroup, versions: readonly GroupVersion[], { start, end }: Window): boolean {
  const older = new Set(group.versions.slice(0, -1))
  return versions.some(({ id, from, until }) => older.has(id) && from < end && start < (until ?? end))
}

/** With those that it followed, oldest first. */
function history(newest: GroupVersion, versions: readonly GroupVersion[]): readonly GroupVersion[] {
  const earlier = new Map<number, GroupVersion>()
  for (const version of versions)
    if (version.group.arn === newest.group.arn && version.until !== undefined) earlier.set(version.until, version)
  const all = [newest]
  for (let before = earlier.get(newest.from); before !== undefined; before = earlier.get(before.from)) all.push(before)
  return all.reverse()
}
