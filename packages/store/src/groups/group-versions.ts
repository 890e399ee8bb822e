import type { GroupFilter } from '@roentgen/filter'
import type { Micros } from '@roentgen/trace'
import type { Connection, Lane } from '../connection.ts'
import { readNewestKey } from '../queries/newest-key.ts'
import { readSettings, type SettingChange, writeSettings } from '../settings/stored-settings.ts'
import { changeVersions } from './change-versions.ts'
import { type GroupVersion, groupVersionOf, groupVersionText } from './group-version.ts'
import { type MapGroup, mapGroups } from './map-group.ts'
import { type Membership, membershipIn } from './membership.ts'

export interface GroupChange {
  /** What else is written with it. */
  readonly settings: readonly SettingChange[]
  /** The groups that hold from then on, but Default. */
  readonly groups: readonly GroupFilter[]
  /** What their filters may name. */
  readonly all: readonly GroupFilter[]
  /** When they begin to hold, if nothing is stored that is newer. */
  readonly earliest: Micros
  /** Earlier versions of groups that come back; their ids are given anew. */
  readonly given?: readonly GroupVersion[]
}

/** The versions of all groups that ever were, as this process knows them. One hand changes them. */
export class GroupVersions {
  readonly #connection: Connection
  #all: readonly GroupVersion[] = []
  #text = ''
  #membership = membershipIn([])
  #groups: readonly MapGroup[] = []
  #readAt = Number.NEGATIVE_INFINITY

  constructor(connection: Connection) {
    this.#connection = connection
  }

  get all(): readonly GroupVersion[] {
    return this.#all
  }

  get membership(): Membership {
    return this.#membership
  }

  /** Those that are there now. */
  get groups(): readonly MapGroup[] {
    return this.#groups
  }

  /** As they are now. */
  async refresh(lane: Lane = 'ask'): Promise<void> {
    const began = performance.now()
    const stored = await readSettings(this.#connection, 'group version', lane)
    // An answer may come after a later one.
    if (began < this.#readAt) return
    this.#readAt = began
    const text = JSON.stringify(stored)
    if (text === this.#text) return
    this.#text = text
    this.#all = stored.flatMap(({ name, value }) => groupVersionOf(name, value) ?? [])
    this.#membership = membershipIn(this.#all)
    this.#groups = mapGroups(this.#all)
  }

  /** As they were at most so long ago, ms. */
  async refreshAfter(milliseconds: number, lane: Lane): Promise<void> {
    if (performance.now() - this.#readAt > milliseconds) await this.refresh(lane)
  }

  /**
   * Writes what changes of groups, with the versions that follow, all or nothing. No load may go on meanwhile. Gives the
   * time from which it holds: after every trace that is stored, also where the clock was set back since.
   */
  async change({ settings, groups, all, earliest, given = [] }: GroupChange): Promise<Micros> {
    const [newest] = await Promise.all([readNewestKey(this.#connection), this.refresh()])
    const after = Math.max(0, ...this.#all.map(({ from, until }) => until ?? from))
    const from = Math.max(earliest, newest + 1, after + 1) as Micros
    const first = Math.max(0, ...this.#all.map(({ id }) => id)) + 1
    const own = since(newest, given).map((version, i) => ({ ...version, id: first + i }))
    const versions = new Map(own.map((version) => [version.id, version]))
    for (const version of changeVersions(groups, all, [...this.#all, ...own], from)) versions.set(version.id, version)
    const written = [...versions.values()].map((version): SettingChange => {
      return { kind: 'group version', name: String(version.id), value: groupVersionText(version) }
    })
    try {
      await writeSettings(this.#connection, [...settings, ...written])
    } finally {
      // Refused or not: what is stored holds.
      await this.refresh()
    }
    return from
  }
}

/** What is left of versions that come back: traces that are stored already are not put into them. */
function since(newest: Micros, given: readonly GroupVersion[]): GroupVersion[] {
  const after = (newest + 1) as Micros
  return given
    .filter(({ until }) => until === undefined || until > after)
    .map((version) => ({ ...version, from: Math.max(version.from, after) as Micros }))
}
