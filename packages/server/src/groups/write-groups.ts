import { setTimeout as sleep } from 'node:timers/promises'
import type { GroupVersion, Loader, Log, SettingChange, Store } from '@roentgen/store'
import type { Micros } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import type { ReceiptClock } from '../ingest/clock.ts'
import { defaultGroup, defaultName, groupOf } from './group.ts'

/** What is written of some groups. */
export interface GroupsWrite {
  readonly groups: readonly {
    readonly name: string
    /** As it is stored; undefined: the group is removed. */
    readonly value: string | undefined
  }[]
  /** What groups of a backup meant before. */
  readonly versions: readonly GroupVersion[]
}

export interface GroupsWriter {
  readonly store: Pick<Store, 'settings' | 'groups'>
  readonly loader: Pick<Loader, 'between'>
  readonly clock: ReceiptClock
  readonly region: string
  /** Other servers write into the same store: they must learn of a version before it holds. */
  readonly isShared: boolean
  readonly log: Log
}

/** Servers on one store read groups anew when they are a second old; the rest is for clocks that differ. µs */
const lead = 3_000_000

/** How long the load at work may take, ms. */
const patience = 10_000

/**
 * Writes groups with the versions that follow from them, between two loads: everything received before is by the old
 * ones, everything received afterwards by the new. When it resolves, that is so on every server.
 *
 * @throws ThrottledException where the loader does not come to it, StoreError
 */
export async function writeGroups(writer: GroupsWriter, write: GroupsWrite): Promise<void> {
  const { store, loader, clock, isShared, log } = writer
  let isGivenUp = false
  const turn = loader.between(async () => {
    if (isGivenUp) throw apiError('groupsBusy')
    const stored = new Map((await store.settings('group')).map(({ name, value }) => [name, value]))
    for (const { name, value } of write.groups) {
      if (value === undefined) stored.delete(name)
      else stored.set(name, value)
    }
    const all = [...stored].flatMap(([name, value]) => groupOf(name, value) ?? [])
    const named = all.some(({ name }) => name === defaultName) ? all : [...all, defaultGroup(writer)]
    return store.groups.change({
      settings: write.groups.map((change): SettingChange => ({ kind: 'group', ...change })),
      groups: all.filter(({ name }) => name !== defaultName),
      all: named,
      earliest: (clock.cut() + (isShared ? lead : 0)) as Micros,
      given: write.versions,
    })
  })
  const from = await inTime(turn, () => {
    isGivenUp = true
  })
  // Where the clock was set back, what is stored already is newer than that.
  const wait = Math.min(from - clock(), 2 * lead)
  if (isShared && wait < 0)
    log('warn', 'Groups were written late: what was received meanwhile may miss in them until verify repairs it')
  if (wait > 0 && write.groups.length > 0) await sleep(wait / 1000)
}

async function inTime<T>(turn: Promise<T>, giveUp: () => void): Promise<T> {
  const done = new AbortController()
  const late = sleep(patience, undefined, { signal: done.signal }).then(() => {
    giveUp()
    throw apiError('groupsBusy')
  })
  // Who is in time ends the other one, whose failure nobody wants.
  late.catch(() => {})
  turn.catch(() => {})
  try {
    return await Promise.race([turn, late])
  } finally {
    done.abort()
  }
}
