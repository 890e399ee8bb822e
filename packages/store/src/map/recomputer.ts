import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from '../connection.ts'
import { reasonOf } from '../engine-fault.ts'
import type { Log } from '../log.ts'
import { type RowState, readDirtyStates } from '../queries/row-states.ts'
import { recomputeHours, recomputeMinutes } from './recompute.ts'
import { beginOf, hour } from './span-of-rows.ts'

export interface RecomputerOptions {
  readonly connection: Connection
  readonly log?: Log
  /** The share of a core that recomputation may take, by the time that the engine needs for it; 0.1. */
  readonly share?: number
  /** Shortest rest between two rounds, ms; 1,000. */
  readonly interval?: number
}

/** What is not yet in the rows of the map. Questions read it from summaries. */
export interface RecomputerState {
  readonly dirtyMinutes: number
  /** Beginning of the oldest dirty minute, µs since the epoch. */
  readonly oldestDirty: number | undefined
  /** Rows made since the start. */
  readonly minutes: number
  readonly hours: number
  /** Time spent, s. */
  readonly seconds: number
}

/** A round should take about so long, ms: questions wait for it. */
const roundTime = 200
const largestRound = 60

/**
 * Makes the rows of dirty minutes again, oldest first, and of the hours whose minutes are all clean. Runs on one server
 * of a store; that it stands still costs time in questions and makes no answer less true. A crash at any point is cured
 * by going on.
 */
export class Recomputer implements AsyncDisposable {
  readonly #connection: Connection
  readonly #log: Log
  readonly #share: number
  readonly #interval: number
  readonly #closing = new AbortController()
  /** Marks of the dirty minutes when the last round looked. */
  #seen: ReadonlyMap<number, number> = new Map()
  #rowsOfRound = 4
  #state: RecomputerState = { dirtyMinutes: 0, oldestDirty: undefined, minutes: 0, hours: 0, seconds: 0 }
  #running: Promise<void> | undefined

  constructor(options: RecomputerOptions) {
    this.#connection = options.connection
    this.#log = options.log ?? (() => {})
    this.#share = options.share ?? 0.1
    this.#interval = options.interval ?? 1_000
  }

  start(): void {
    this.#running ??= this.#run()
  }

  state(): RecomputerState {
    return this.#state
  }

  /** Until every minute and every hour is clean, however long it takes. Not while it runs by itself. */
  async settle(): Promise<void> {
    while ((await this.#round(() => true)) !== 'done');
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
    // A minute that is marked all the time would be dirty again at once: it is read from summaries until it rests.
    const isQuiet = ({ start, marks }: RowState) => this.#seen.get(start) === marks
    while (!signal.aborted) {
      const began = performance.now()
      let outcome: Outcome = 'done'
      try {
        outcome = await this.#round(isQuiet)
      } catch (error) {
        this.#log('warn', 'minute rows have to wait; maps are read from summaries', { reason: reasonOf(error) })
      }
      const took = performance.now() - began
      const rest = took / this.#share - took
      await sleep(outcome === 'more' ? rest : Math.max(rest, this.#interval), undefined, { signal }).catch(() => {})
    }
  }

  async #round(isReady: (state: RowState) => boolean): Promise<Outcome> {
    const began = performance.now()
    const dirty = await readDirtyStates(this.#connection, 'ask', 'map_1m')
    const ready = dirty.filter(isReady)
    this.#seen = new Map(dirty.map(({ start, marks }) => [start, marks]))
    const minutes = ready.slice(0, this.#rowsOfRound)
    await recomputeMinutes(this.#connection, 'ask', minutes)
    const left = dirty.filter((state) => !minutes.includes(state))
    const hoursLeft = new Set(left.map(({ start }) => beginOf(start, hour)))
    const dirtyHours = await readDirtyStates(this.#connection, 'ask', 'map_1h')
    const closed = dirtyHours.map(({ start }) => start).filter((start) => !hoursLeft.has(start))
    const hours = closed.slice(0, this.#rowsOfRound)
    await recomputeHours(this.#connection, 'ask', hours)
    const took = performance.now() - began
    if (took > roundTime * 1.5) this.#rowsOfRound = Math.max(1, this.#rowsOfRound >> 1)
    else if (took < roundTime / 2) this.#rowsOfRound = Math.min(largestRound, this.#rowsOfRound * 2)
    this.#state = {
      dirtyMinutes: left.length,
      oldestDirty: left[0]?.start,
      minutes: this.#state.minutes + minutes.length,
      hours: this.#state.hours + hours.length,
      seconds: this.#state.seconds + took / 1000,
    }
    return ready.length > minutes.length || closed.length > hours.length ? 'more' : 'done'
  }
}

/** Whether rows are left that could be made at once. */
type Outcome = 'more' | 'done'
