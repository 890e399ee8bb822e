import { setTimeout as sleep } from 'node:timers/promises'
import type { Bytes, Micros, TraceId } from '@roentgen/trace'
import { reasonOf } from '../engine-fault.ts'
import type { Loader } from '../loader/loader.ts'
import type { Log } from '../log.ts'
import { renewLateTraces } from '../map/late-traces.ts'
import { readStoredPartitions } from '../queries/stored-partitions.ts'
import type { Store } from '../store.ts'
import { beginOfDay, dateOf, day } from './day.ts'
import { deleteEntries, dropPartitions, partitionsBefore } from './drop.ts'
import { forgetThePast, graceBefore } from './forget.ts'
import { type StoredBytes, storedBytes } from './stored-bytes.ts'

export interface RetentionOptions {
  readonly store: Pick<Store, 'connection' | 'horizon' | 'groups'>
  readonly loader: Pick<Loader, 'between'>
  /** A day is dropped when it ended so long ago. */
  readonly retention: Micros
  /** What tables and `otherBytes` may take on disk together; undefined: as much as the disk has. */
  readonly maxDisk?: Bytes | undefined
  /** Bytes on disk beside the tables: write-ahead files, quarantine. */
  readonly otherBytes?: () => number | Promise<number>
  readonly now: () => Micros
  readonly log?: Log
  /** Between two rounds, ms; 5,000 with a limit on the disk, else 15,000. */
  readonly interval?: number
}

export interface RetentionState extends StoredBytes {
  /** With what is beside the tables. */
  readonly used: Bytes
  /** The limit is reached and only the newest day is left: nothing more may be accepted. */
  readonly isFull: boolean
}

/** Shares of the limit: where the oldest day is dropped, and where nothing more is accepted until it is below the first. */
const dropAt = 0.95
const fullAt = 0.99

/**
 * Drops days: those that are older than the retention, and the oldest before the limit on the disk is reached. Runs on
 * one server of a store.
 */
export class Retention implements AsyncDisposable {
  readonly #options: RetentionOptions
  readonly #log: Log
  readonly #interval: number
  readonly #closing = new AbortController()
  #state: RetentionState = { tables: [], bytes: 0 as Bytes, days: [], used: 0 as Bytes, isFull: false }
  #running: Promise<void> | undefined

  constructor(options: RetentionOptions) {
    this.#options = options
    this.#log = options.log ?? (() => {})
    this.#interval = options.interval ?? (options.maxDisk === undefined ? 15_000 : 5_000)
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** As the last round left it. */
  state(): RetentionState {
    return this.#state
  }

  /** Midnight before which the days are over that may be dropped for their age. */
  get oldestKept(): Micros {
    return beginOfDay(Math.max(0, this.#options.now() - this.#options.retention))
  }

  /** Drops what is due and measures what is left. Not while it runs by itself. */
  async round(): Promise<void> {
    const { connection, horizon } = this.#options.store
    await horizon.refresh()
    if (!horizon.isSettled) await this.#forget()
    const due = this.oldestKept
    const { days } = await this.#measure()
    if (due > horizon.time && days.some((begin) => begin < due)) {
      this.#log('info', 'dropping the days that are older than the retention', { until: dateOf(due) })
      await this.#moveTo(due)
    }
    // Another server may have written there since; and documents go a day later.
    await this.#options.loader.between(() =>
      dropPartitions(connection, { documents: graceBefore(horizon.time), others: horizon.time }),
    )
    await this.#measure()
    await this.#obeyLimit()
  }

  /**
   * Lets documents in that were received since `time`, where an earlier retention had dropped that day already. What is
   * left of the days in between is dropped first, so that no table need change.
   */
  async reopen(time: Micros): Promise<void> {
    const { store, loader } = this.#options
    const { connection, horizon } = store
    await loader.between(async () => {
      await horizon.refresh()
      if (time >= horizon.time) return
      if (!horizon.isSettled) await this.#forgetNow()
      await dropPartitions(connection, { documents: horizon.time, others: horizon.time })
      await deleteEntries(connection, horizon.time, 'now')
      // Traces that stay and count there: they came long after their start.
      await renewLateTraces(connection, { start: time, end: horizon.time })
      await horizon.move(time)
      await horizon.settle()
    })
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
      try {
        await this.round()
      } catch (error) {
        if (!signal.aborted) this.#log('warn', 'dropping old days has to wait', { reason: reasonOf(error) })
      }
      await sleep(this.#interval, undefined, { signal }).catch(() => {})
    }
  }

  async #obeyLimit(): Promise<void> {
    const { maxDisk, store, now } = this.#options
    if (maxDisk === undefined) return
    while (this.#state.used >= maxDisk * dropAt && !this.#closing.signal.aborted) {
      const { connection, horizon } = store
      const documents = { documents: horizon.time, others: horizon.time }
      if (partitionsBefore(await readStoredPartitions(connection), documents).length > 0) {
        await this.#options.loader.between(() => dropPartitions(connection, documents))
        await this.#measure()
        // The engine may hold what is dropped for a while: the next round knows whether that was enough.
        break
      }
      const [oldest] = this.#state.days
      if (oldest === undefined || oldest >= beginOfDay(now())) break
      const until = (oldest + day) as Micros
      this.#log('warn', 'dropping the oldest day: the limit on the disk is near', {
        day: dateOf(oldest),
        used: this.#state.used,
        maxDisk,
      })
      await this.#moveTo(until, until)
      await this.#measure()
    }
    this.#setFull(this.#state.used >= maxDisk * (this.#state.isFull ? dropAt : fullAt), maxDisk)
  }

  #setFull(isFull: boolean, maxDisk: Bytes): void {
    const { used } = this.#state
    if (isFull && !this.#state.isFull)
      this.#log('error', 'the limit on the disk is reached: nothing more is accepted', {
        used,
        maxDisk,
      })
    if (!isFull && this.#state.isFull) this.#log('info', 'there is room again below the limit on the disk', { used })
    this.#state = { ...this.#state, isFull }
  }

  async #measure(): Promise<RetentionState> {
    const { store, otherBytes } = this.#options
    const stored = storedBytes(await readStoredPartitions(store.connection))
    const used = (stored.bytes + ((await otherBytes?.()) ?? 0)) as Bytes
    this.#state = { ...stored, used, isFull: this.#state.isFull }
    return this.#state
  }

  async #moveTo(time: Micros, documentsBefore?: Micros): Promise<void> {
    await this.#options.loader.between(async () => {
      await this.#options.store.horizon.move(time)
      await this.#forgetNow(documentsBefore)
    })
  }

  #forget(): Promise<void> {
    return this.#options.loader.between(() => this.#forgetNow())
  }

  async #forgetNow(documentsBefore?: Micros): Promise<void> {
    const { store } = this.#options
    const onFailure = (traceId: TraceId, error: unknown) =>
      this.#log('error', 'a trace could not be assembled', { traceId, reason: reasonOf(error) })
    await forgetThePast({ store, onFailure, ...(documentsBefore !== undefined && { documentsBefore }) })
  }
}
