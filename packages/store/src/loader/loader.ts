import { setTimeout as sleep } from 'node:timers/promises'
import type { Micros, TraceId } from '@roentgen/trace'
import type { ActiveTrace } from '../active-traces.ts'
import { reasonOf } from '../engine-fault.ts'
import { errors, StoreError } from '../errors.ts'
import type { Log } from '../log.ts'
import { insertMarks } from '../map/insert-marks.ts'
import type { Place } from '../map/place.ts'
import { putAside } from '../quarantine/put-aside.ts'
import { readTracesOverLimit } from '../queries/traces-over-limit.ts'
import { headOf } from '../write-ahead/record.ts'
import type { WriteAheadFile } from '../write-ahead/write-ahead.ts'
import { assembleTraces } from './assemble-traces.ts'
import { Backlog } from './backlog.ts'
import { type Batch, readBatch, type TraceRecords } from './batch.ts'
import { classify } from './classify.ts'
import type { LoaderCounters, LoaderStep } from './counters.ts'
import { DeferredTraces } from './deferred.ts'
import { DirectoryFilter } from './directory-filter.ts'
import { Flushes } from './flushes.ts'
import { insertDocuments } from './insert-documents.ts'
import type { LoaderOptions } from './loader-options.ts'
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
  readonly #keys = new WeakMap<ActiveTrace, Micros>()
  readonly #places = new WeakMap<ActiveTrace, Place>()
  readonly #deferred = new DeferredTraces()
  readonly #filter: DirectoryFilter | undefined
  readonly #flushes = new Flushes()
  readonly #turns = new Turns()
  readonly #closing = new AbortController()
  readonly #counters = {
    documents: 0,
    files: 0,
    traces: 0,
    summaries: 0,
    quarantined: 0,
    retries: 0,
    failures: 0,
    seconds: { classified: 0, documents: 0, assembled: 0, summaries: 0, marks: 0, deleted: 0 },
  }
  #wake: () => void = () => {}
  #running: Promise<void> | undefined
  #filling: Promise<void> = Promise.resolve()
  /** The horizon's number when memory forgot what lies behind it. */
  #horizon = 0

  constructor(options: LoaderOptions) {
    this.#options = options
    this.#log = options.log ?? (() => {})
    const { connection } = options.store
    this.#filter = connection.own ? new DirectoryFilter(connection) : undefined
    this.#interval = options.interval ?? 200
    this.#backlog = new Backlog(options.writeAhead, this.#deferred, options.batchBytes ?? 16 * 1024 * 1024)
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
    return { ...this.#counters, seconds: { ...this.#counters.seconds } }
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
    this.#backlog.limit()
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
        await this.#load(files, due)
        this.#backlog.took(files, performance.now() - began)
        this.#backlog.limit()
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
      (reason) => this.#waits('start', reason),
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

  async #load(files: readonly WriteAheadFile[], due: readonly TraceId[]): Promise<void> {
    const { store, writeAhead, active, onQuarantined, quarantineDir, sharedAs } = this.#options
    const { connection } = store
    this.#forgetBehindHorizon()
    const batch = await this.#step('classified', async () => {
      const read = await readBatch(writeAhead, files)
      await classify(store, active, this.#keys, read, this.#filter)
      return read
    })
    if (batch === undefined) return
    const inserted = await this.#step('documents', async () => {
      if (batch.documents === 0) return true
      await insertDocuments(connection, batch, async (line, reason) => {
        active.distrust(headOf(line).traceId)
        const path = await putAside(quarantineDir, line, reason)
        this.#counters.quarantined++
        this.#log('error', 'the engine refused a document; it is kept aside', { path, reason })
        onQuarantined?.(line, reason)
      })
      return true
    })
    if (inserted === undefined) return
    const traces = this.#tracesFor(batch, due)
    const assembly = await this.#step('assembled', () =>
      assembleTraces(
        {
          connection,
          horizon: store.horizon,
          groups: store.groups,
          sharedAs,
          active,
          keys: this.#keys,
          places: this.#places,
          summarized: this.#options.onSummarized,
          failed: (traceId, error) => {
            this.#counters.failures++
            this.#log('error', 'a trace could not be assembled', { traceId, reason: reasonOf(error) })
          },
          took: (traceId, milliseconds, isOverLimit) => this.#deferred.took(traceId, milliseconds, isOverLimit),
          tooLarge: (traceId) => {
            this.#log('warn', 'a trace is too large to be read; it keeps the summary that it has', { traceId })
            this.#deferred.took(traceId, 0, true)
          },
        },
        traces,
      ),
    )
    if (assembly === undefined) return
    const written = await this.#step('summaries', async () => {
      await Promise.all([assembly.rows.insert(connection), assembly.lateTracesLeft.insert(connection)])
      return true
    })
    if (written === undefined) return
    const marked = await this.#step('marks', async () => {
      await insertMarks(connection, assembly.touched)
      return true
    })
    if (marked === undefined) return
    for (const [trace, key] of assembly.keys) this.#keys.set(trace, key)
    for (const [trace, place] of assembly.places) this.#places.set(trace, place)
    for (const { received } of traces.values()) if (received.length > 0) this.#options.onListed?.(received)
    this.#options.onLoaded?.()
    this.#counters.documents += batch.documents
    this.#counters.files += files.length
    this.#counters.traces += assembly.traces
    this.#counters.summaries += assembly.rows.count
    await this.#step('deleted', async () => {
      const free = new Set([...files, ...this.#deferred.done(traces.keys())])
      for (const file of free) {
        if (this.#deferred.holds(file)) continue
        await writeAhead.delete(file)
      }
      return true
    })
    for (const [traceId, { received }] of traces) active.loaded(traceId, received.length)
    if (this.#filter?.isDue) this.#filling = this.#fill()
  }

  /** The horizon may have moved by another server's doing: what memory holds of traces is then too much. */
  #forgetBehindHorizon(): void {
    const { number, farthest } = this.#options.store.horizon
    // It may be where it was and have been farther in between.
    if (number !== this.#horizon) this.#options.active.forgetReceivedBefore(farthest)
    this.#horizon = number
  }

  /** The traces to assemble now: those of the batch that need not rest, and those that have rested. */
  #tracesFor(batch: Batch, due: readonly TraceId[]): Map<TraceId, TraceRecords> {
    const traces = new Map<TraceId, TraceRecords>()
    for (const [traceId, records] of batch.traces) {
      const now = this.#flushes.areWaited || this.#deferred.isDue(traceId)
      if (!now) this.#deferred.defer(traceId, records, batch.files)
      else traces.set(traceId, this.#deferred.take(traceId, records) ?? records)
    }
    for (const traceId of due) {
      const records = this.#deferred.take(traceId, undefined)
      if (records !== undefined && !traces.has(traceId) && !batch.traces.has(traceId)) traces.set(traceId, records)
    }
    return traces
  }

  /** Tries until it succeeds; undefined when the loader is being closed. */
  async #step<T>(step: LoaderStep, work: () => Promise<T>): Promise<T | undefined> {
    const { signal } = this.#closing
    return untilDone(
      signal,
      (reason) => this.#waits(step, reason),
      async () => {
        const began = performance.now()
        const result = await work()
        this.#counters.seconds[step] += (performance.now() - began) / 1000
        await this.#options.onStep?.(step)
        return result
      },
    )
  }

  #waits(step: LoaderStep | 'start', reason: string): void {
    if (step !== 'start') this.#counters.retries++
    this.#log('warn', 'a load has to wait; nothing is lost', { step, reason })
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
