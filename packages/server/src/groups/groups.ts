import { randomBytes } from 'node:crypto'
import { check, FilterError, parse } from '@roentgen/filter'
import {
  type GroupVersion,
  groupVersionOf,
  groupVersionText,
  hasOldVersions,
  type MapGroup,
  type Store,
  type StoredSetting,
  type Window,
} from '@roentgen/store'
import { apiError } from '../errors.ts'
import { defaultGroup, defaultName, type Group, groupArn, groupName, groupOf, groupText } from './group.ts'
import type { GroupsWrite } from './write-groups.ts'

export interface GroupLimits {
  /** Groups besides Default. */
  readonly groups: number
  /** Characters of a filter. */
  readonly filterLength: number
}

interface GroupsOptions {
  readonly store: Pick<Store, 'settings' | 'groups'>
  /** Resolves when what was received before is by the old groups, and all else by these. */
  readonly write: (write: GroupsWrite) => Promise<unknown>
  readonly region: string
  readonly limits: GroupLimits
}

/** What a request changes of a group; undefined leaves it. */
export type GroupChange = Partial<Pick<Group, 'expression' | 'insights' | 'tags'>>

/** What a backup holds of groups: as they are stored, and what they meant when. */
export interface SavedGroups {
  readonly groups: readonly StoredSetting[]
  readonly versions: readonly StoredSetting[]
}

/** A group as maps know it. */
export interface GroupOfMap {
  readonly group: MapGroup
  /** Whether a window has a time at which an older version of it applied. */
  readonly hasOld: (window: Window) => boolean
}

/** How many groups of a backup are there now that were not, and how many there were already. */
export interface RestoredGroups {
  readonly restored: number
  readonly kept: number
}

/** How a request names a group. */
export interface GroupReference {
  readonly name: string | undefined
  readonly arn: string | undefined
}

/** The groups of a store. They are read from it at each question, so that every server on it has the same. */
export class Groups {
  readonly #options: GroupsOptions
  /** Changes of this server, one after the other: each is checked against all groups. */
  #changes: Promise<unknown> = Promise.resolve()

  constructor(options: GroupsOptions) {
    this.#options = options
  }

  /** Default first, then by name. */
  async all(): Promise<readonly Group[]> {
    const stored = await this.#options.store.settings('group')
    const groups = stored.flatMap(({ name, value }) => groupOf(name, value) ?? [])
    const byDefault = groups.find(({ name }) => name === defaultName) ?? defaultGroup(this.#options)
    return [byDefault, ...groups.filter(({ name }) => name !== defaultName)]
  }

  /** @throws InvalidRequestException where there is none */
  async find(reference: GroupReference): Promise<Group> {
    return found(await this.all(), reference)
  }

  create(name: string, change: GroupChange): Promise<Group> {
    return this.#inTurn(async () => {
      const groups = await this.all()
      const { region, limits } = this.#options
      if (!groupName.test(name)) throw apiError('badGroupName', name)
      if (name === defaultName || groups.some((group) => group.name === name)) throw apiError('groupExists', name)
      if (groups.length > limits.groups) throw apiError('tooManyGroups', limits.groups)
      const arn = groupArn(region, name, randomBytes(16).toString('hex').toUpperCase())
      const insights = { enabled: false, notifications: false }
      return this.#write([...groups], { name, arn, expression: undefined, insights, tags: {}, ...change })
    })
  }

  /** What maps know of a group; undefined for Default, and where none is named. @throws InvalidRequestException */
  async forMap(reference: GroupReference): Promise<GroupOfMap | undefined> {
    if (reference.name === undefined && reference.arn === undefined) return undefined
    const { groups: versions } = this.#options.store
    const [{ name, arn }] = await Promise.all([this.find(reference), versions.refresh()])
    if (name === defaultName) return undefined
    const group = versions.groups.find((one) => one.arn === arn) ?? { arn, rows: 'none', versions: [] }
    return { group, hasOld: (window) => hasOldVersions(group, versions.all, window) }
  }

  /** Adds groups as they once were, ARNs included: all of them, but for those whose name is taken, or none. */
  restore(wanted: readonly Group[], versions: readonly GroupVersion[]): Promise<RestoredGroups> {
    return this.#inTurn(async () => {
      const taken = new Set((await this.#options.store.settings('group')).map(({ name }) => name))
      const added = wanted.filter(({ name }) => !taken.has(name))
      if (added.length === 0) return { restored: 0, kept: wanted.length }
      const names = new Set(added.map(({ name }) => name))
      const groups = [...(await this.all()).filter(({ name }) => !names.has(name)), ...added]
      const { limits, write } = this.#options
      if (groups.length > limits.groups + 1) throw apiError('tooManyGroups', limits.groups)
      this.#demandMeaning(groups)
      const arns = new Set(added.map(({ arn }) => arn))
      await write({
        groups: added.map((group) => ({ name: group.name, value: groupText(group) })),
        versions: versions.filter(({ group }) => arns.has(group.arn)),
      })
      return { restored: added.length, kept: wanted.length - added.length }
    })
  }

  /** To be restored some day. */
  async saved(): Promise<SavedGroups> {
    const { store } = this.#options
    const [groups, versions] = await Promise.all([store.settings('group'), store.settings('group version')])
    const arns = new Set(groups.map(({ name, value }) => groupOf(name, value)?.arn))
    return {
      groups,
      versions: versions.flatMap(({ name, value }) => {
        const version = groupVersionOf(name, value)
        return version === undefined || !arns.has(version.group.arn) ? [] : { name, value: groupVersionText(version) }
      }),
    }
  }

  /** @param change or what it is of the group as it then stands: after the changes that came before */
  update(reference: GroupReference, change: GroupChange | ((group: Group) => GroupChange)): Promise<Group> {
    return this.#inTurn(async () => {
      const groups = await this.all()
      const group = found(groups, reference)
      const wanted = typeof change === 'function' ? change(group) : change
      if (group.name === defaultName && wanted.expression !== undefined) throw apiError('defaultGroupHasAll')
      return this.#write(groups, { ...group, ...wanted })
    })
  }

  remove(reference: GroupReference): Promise<void> {
    return this.#inTurn(async () => {
      const groups = await this.all()
      const group = found(groups, reference)
      if (group.name === defaultName) throw apiError('defaultGroupStays')
      this.#demandMeaning(groups.filter(({ name }) => name !== group.name))
      await this.#options.write({ groups: [{ name: group.name, value: undefined }], versions: [] })
    })
  }

  async #write(groups: readonly Group[], group: Group): Promise<Group> {
    this.#demandMeaning([...groups.filter(({ name }) => name !== group.name), group])
    await this.#options.write({ groups: [{ name: group.name, value: groupText(group) }], versions: [] })
    return group
  }

  /** Every group's filter must have a meaning among these groups: none may need one that is gone, or itself. */
  #demandMeaning(groups: readonly Group[]): void {
    for (const { name, expression } of groups) {
      if (expression === undefined) continue
      try {
        check(parse(expression, { length: this.#options.limits.filterLength }), { groups })
        check(parse(`group.name = "${name}"`), { groups })
      } catch (error) {
        if (error instanceof FilterError) throw apiError('badGroupFilter', name, error.message)
        throw error
      }
    }
  }

  #inTurn<Answer>(change: () => Promise<Answer>): Promise<Answer> {
    const turn = this.#changes.then(change)
    this.#changes = turn.catch(() => {})
    return turn
  }
}

function found(groups: readonly Group[], { name, arn }: GroupReference): Group {
  if (name === undefined && arn === undefined) throw apiError('missingMember', 'GroupName or GroupARN')
  const group = groups.find((one) => (name ?? one.name) === one.name && (arn ?? one.arn) === one.arn)
  if (group === undefined) throw apiError('unknownGroup', name ?? arn ?? '')
  return group
}
