import { setTimeout as sleep } from 'node:timers/promises'
import { reasonOf } from '../engine-fault.ts'
import type { Log } from '../log.ts'
import { type MapTable, type RowState, readDirtyStates, spanOf } from '../queries/row-states.ts'
import type { Store } from '../store.ts'
import { fold, recomputeMinutes } from './recompute.ts'
import { beginOf } from './span-of-rows.ts'

export interface RecomputerOptions {
  readonly store: Pick<Store, 'connection' | 'horizon' | 'groups'>
  readonly log?: Log
  /** The share of a core that recomputation may take, by the time that the engine needs for it; 0.1. */
  readonly share?: number
  /** Shortest rest between two rounds, ms; 1,000. */
  readonly interval?: number
  /** µs since the epoch. */
  readonly now?: () => number
}

/** What is not yet in the rows of the map. Questions read it from summaries. */
export interface RecomputerState {
  readonly dirtyMinutes: number
  /** Beginning of the oldest dirty minute, µs since the epoch. */
  readonly oldestDirty: number | undefined
  /** Rows made since the start. */
  readonly minutes: number
  readonly hours: number
  readonly days: number
  /** Time spent, s. */
  readonly seconds: number
}

/** A round should take about so long, ms: questions wait for it. */
const roundTime = 200
const largestRound = 60
/** Where nobody waits. */
const roundOfSettling = 30

/**
 * Makes the rows of dirty minutes again, those of traces on time before those of late ones, oldest first; and of the hours
 * and days of which all is clean. Runs on one server
 * of a store; that it stands still costs time in questions and makes no answer less true. A crash at any point is cured
 * by going on.
 */
export class Recomputer implements AsyncDisposable {
  readonly #store: RecomputerOptions['store']
  readonly #log: Log
  readonly #share: number
  readonly #interval: number
  readonly #now: () => number
  readonly #closing = new AbortController()
  /** Marks of the dirty minutes when the last round looked. */
  #seen: ReadonlyMap<string, number> = new Map()
  #hasFolded = false
  #rowsOfRound = 4
  #state: RecomputerState = { dirtyMinutes: 0, oldestDirty: undefined, minutes: 0, hours: 0, days: 0, seconds: 0 }
  #running: Promise<void> | undefined

  constructor(options: RecomputerOptions) {
    this.#store = options.store
    this.#log = options.log ?? (() => {})
    this.#share = options.share ?? 0.1
    this.#interval = options.interval ?? 1_000
    this.#now = options.now ?? (() => Date.now() * 1000)
  }

  start(): void {
    this.#running ??= this.#run()
  }

  state(): RecomputerState {
    return this.#state
  }

  /** Until every minute and every hour is clean, however long it takes. Not while it runs by itself. */
  async settle(): Promise<void> {
    while ((await this.#round('all')) !== 'done');
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#running
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      const began = performance.now()
      let outcome: Outcome = 'done'
      try {
        outcome = await this.#round('quiet')
      } catch (error) {
        this.#log('warn', 'minute rows have to wait; maps are read from summaries', { reason: reasonOf(error) })
      }
      const took = performance.now() - began
      const rest = took / this.#share - took
      await sleep(outcome === 'more' ? rest : Math.max(rest, this.#interval), undefined, { signal }).catch(() => {})
    }
  }

  async #round(which: 'all' | 'quiet'): Promise<Outcome> {
    const began = performance.now()
    const { connection, groups } = this.#store
    const dirty = await this.#dirty('map_1m')
    // A minute that is marked all the time would be dirty again at once: it is read from summaries until it rests.
    const ready = which === 'all' ? dirty : dirty.filter((state) => this.#seen.get(nameOf(state)) === state.marks)
    this.#seen = new Map(dirty.map((state) => [nameOf(state), state.marks]))
    const minutes = ready.slice(0, this.#rowsOf(which))
    // What is made from rows changes when they do; a server that starts does not know what the last one left.
    const mayFold = which === 'all' || minutes.length > 0 || !this.#hasFolded
    // After the states: what is marked in them was put into groups that were known by then.
    if (mayFold) await groups.refresh()
    await recomputeMinutes(connection, 'ask', minutes, groups.groups)
    const left = dirty.slice()
    for (const state of minutes) left.splice(left.indexOf(state), 1)
    const hours = mayFold ? await this.#fold('map_1h', left, which) : undefined
    const days = hours && (await this.#fold('map_1d', hours.left, which))
    this.#hasFolded = days?.isDone ?? this.#hasFolded
    const took = performance.now() - began
    if (took > roundTime * 1.5) this.#rowsOfRound = Math.max(1, this.#rowsOfRound >> 1)
    else if (took < roundTime / 2) this.#rowsOfRound = Math.min(largestRound, this.#rowsOfRound * 2)
    this.#state = {
      dirtyMinutes: left.length,
      oldestDirty: oldest(left),
      minutes: this.#state.minutes + minutes.length,
      hours: this.#state.hours + (hours?.made ?? 0),
      days: this.#state.days + (days?.made ?? 0),
      seconds: this.#state.seconds + took / 1000,
    }
    return ready.length > minutes.length || hours?.isDone === false || days?.isDone === false ? 'more' : 'done'
  }

  #rowsOf(which: 'all' | 'quiet'): number {
    return which === 'all' ? roundOfSettling : this.#rowsOfRound
  }

  /** Behind the horizon there is no map: a row that was made there would be dropped, and made again without end. */
  #dirty(table: MapTable): Promise<RowState[]> {
    const { connection, horizon } = this.#store
    return readDirtyStates(connection, 'ask', table, horizon.time)
  }

  /** Makes rows of hours or days of which nothing below is left to make. */
  async #fold(table: 'map_1h' | 'map_1d', below: readonly RowState[], which: 'all' | 'quiet'): Promise<Folded> {
    const span = spanOf(table)
    const dirty = await this.#dirty(table)
    const open = new Set(below.map((state) => nameOf({ ...state, start: beginOf(state.start, span) })))
    // One that is not over would be made again for each of its minutes. Only what it costs hangs on this clock.
    const isOver = ({ start }: RowState) => start + span <= this.#now()
    const ready = dirty.filter((state) => !open.has(nameOf(state)) && (which === 'all' || isOver(state)))
    const now = ready.slice(0, this.#rowsOf(which))
    await fold(this.#store.connection, 'ask', table, now, this.#store.groups.groups)
    const left = dirty.filter((state) => !now.includes(state))
    return { made: now.length, left, isDone: ready.length === now.length }
  }
}

interface Folded {
  readonly made: number
  readonly left: readonly RowState[]
  /** Whether all was made that can be. */
  readonly isDone: boolean
}

function nameOf({ start, isLate }: RowState): string {
  return `${start}${isLate}`
}

function oldest(states: readonly RowState[]): number | undefined {
  return states.length === 0 ? undefined : Math.min(...states.map(({ start }) => start))
}

/** Whether rows are left that could be made at once. */
type Outcome = 'more' | 'done'
