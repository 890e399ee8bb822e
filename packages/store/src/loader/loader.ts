import { setTimeout as sleep } from 'node:timers/promises'
import { reasonOf } from '../engine-fault.ts'
import { errors, StoreError } from '../errors.ts'
import type { Log } from '../log.ts'
import { readTracesOverLimit } from '../queries/traces-over-limit.ts'
import { Backlog } from './backlog.ts'
import type { LoaderCounters } from './counters.ts'
import { DeferredTraces } from './deferred.ts'
import { DirectoryFilter } from './directory-filter.ts'
import { Flushes } from './flushes.ts'
import type { LoaderOptions } from './loader-options.ts'
import { Loads } from './loads.ts'
import { nextLoadAt } from './pace.ts'
import { Turns } from './turns.ts'
import { untilDone } from './until-done.ts'

/**
 * Takes closed write-ahead files through the steps of the load, oldest first, and deletes them. A step that fails is
 * tried again until it succeeds or the process ends; after a crash all steps are done again, which changes no answer.
 */
export class Loader implements AsyncDisposable {
  readonly #options: LoaderOptions
  readonly #log: Log
  readonly #interval: number
  readonly #backlog: Backlog
  readonly #deferred = new DeferredTraces()
  readonly #filter: DirectoryFilter | undefined
  readonly #flushes = new Flushes()
  readonly #turns = new Turns()
  readonly #closing = new AbortController()
  readonly #loads: Loads
  #wake: () => void = () => {}
  #running: Promise<void> | undefined
  #filling: Promise<void> = Promise.resolve()
  constructor(options: LoaderOptions) {
    this.#options = options
    this.#log = options.log ?? (() => {})
    const { connection } = options.store
    this.#filter = connection.own ? new DirectoryFilter(connection) : undefined
    this.#interval = options.interval ?? 200
    this.#backlog = new Backlog(options.writeAhead, this.#deferred, options.batchBytes ?? 16 * 1024 * 1024)
    this.#loads = new Loads(options, {
      deferred: this.#deferred,
      filter: this.#filter,
      closing: this.#closing.signal,
      waits: () => this.#backlog.failed(),
    })
  }

  /** Begins with the files that an earlier process left. */
  start(): void {
    if (this.#running !== undefined) return
    this.#running = this.#run()
    this.#filling = this.#fill()
  }

  /** Resolves when all that was acknowledged before is in lists and maps. Rejects with LoaderClosed. */
  async flush(): Promise<void> {
    await this.#options.writeAhead.rotate()
    const newest = this.#options.writeAhead.closedFiles().at(-1)?.sequence
    if (newest === undefined && this.#deferred.waiting(true).length === 0) return
    const sequence = newest ?? 0
    if (this.#closing.signal.aborted) throw loaderClosed()
    const flushed = this.#flushes.until(sequence)
    this.#wake()
    await flushed
  }

  /** Runs work while no load does: none begins before it ends. Rejects with its error, or with LoaderClosed. */
  between<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing.signal.aborted) return Promise.reject(loaderClosed())
    const done = this.#turns.add(work)
    this.#wake()
    return done
  }

  counters(): LoaderCounters {
    return this.#loads.counters()
  }

  /** Lets the step at work end. What is not loaded stays in its files. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#turns.refuse(loaderClosed())
    this.#wake()
    await this.#running
    await this.#filling
    this.#flushes.refuse(loaderClosed())
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #run(): Promise<void> {
    const { writeAhead } = this.#options
    const unsubscribe = writeAhead.onClosed(() => this.#wake())
    this.#backlog.begin()
    await this.#renewOverLimit()
    let next = 0
    while (!this.#closing.signal.aborted) {
      await this.#turns.take()
      if (performance.now() < next && !this.#flushes.areWaited && !this.#backlog.isFull) {
        await this.#rest(next)
        continue
      }
      const began = performance.now()
      if (began >= next) await writeAhead.rotate()
      const files = this.#backlog.next()
      const due = this.#deferred.waiting(this.#flushes.areWaited)
      if (files.length > 0 || due.length > 0) {
        await this.#backlog.take(files, () => this.#loads.load(files, due, this.#flushes.areWaited))
        if (this.#filter?.isDue) this.#filling = this.#fill()
      } else await this.#rest(began + this.#interval)
      next = files.length > 0 ? nextLoadAt({ began, ended: performance.now() }, this.#interval) : 0
      this.#settleFlushes()
    }
    unsubscribe()
  }

  /** Until the filter is filled, and where that fails, the directory itself is asked. */
  async #fill(): Promise<void> {
    try {
      await this.#filter?.fill(this.#closing.signal)
    } catch (error) {
      this.#log('warn', 'the trace directory could not be read whole; it is asked for each new trace', {
        reason: reasonOf(error),
      })
    }
  }

  /** What an earlier process had still to do for traces over their limit: their files are gone. */
  async #renewOverLimit(): Promise<void> {
    const { connection } = this.#options.store
    const over = await untilDone(
      this.#closing.signal,
      (reason) => this.#loads.waits('start', reason),
      () => readTracesOverLimit(connection),
    )
    for (const traceId of over ?? []) this.#deferred.defer(traceId, { received: [], sequence: [], recovered: true }, [])
  }

  /** Until then, the next closed file or the next flush. */
  async #rest(until: number): Promise<void> {
    const woken = new AbortController()
    this.#wake = () => woken.abort()
    const wait = Math.max(1, until - performance.now())
    await sleep(wait, undefined, { signal: AbortSignal.any([woken.signal, this.#closing.signal]) }).catch(() => {})
    this.#wake = () => {}
  }

  #settleFlushes(): void {
    // Those over their limit wait without a file.
    if (this.#deferred.waiting(true).length > 0) return
    this.#flushes.settle(this.#options.writeAhead.closedFiles()[0]?.sequence ?? Number.POSITIVE_INFINITY)
  }
}

function loaderClosed(): StoreError {
  return new StoreError('loaderClosed', errors.loaderClosed.text())
}
