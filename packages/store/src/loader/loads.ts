import type { Micros, TraceId } from '@roentgen/trace'
import type { ActiveTrace } from '../active-traces.ts'
import { reasonOf } from '../engine-fault.ts'
import type { Log } from '../log.ts'
import { insertMarks } from '../map/insert-marks.ts'
import type { Place } from '../map/place.ts'
import { putAside } from '../quarantine/put-aside.ts'
import { headOf } from '../write-ahead/record.ts'
import type { WriteAheadFile } from '../write-ahead/write-ahead-file.ts'
import {
  type Assembly,
  type AssemblyTools,
  assembleRemembered,
  assembleShared,
  assembleStored,
  assembleTraces,
} from './assemble-traces.ts'
import { type Batch, readBatch, type TraceRecords } from './batch.ts'
import { classify } from './classify.ts'
import type { LoaderCounters, LoaderStep } from './counters.ts'
import type { DeferredTraces } from './deferred.ts'
import type { DirectoryFilter } from './directory-filter.ts'
import { insertDocuments } from './insert-documents.ts'
import type { LoaderOptions } from './loader-options.ts'
import { untilDone } from './until-done.ts'

export interface LoadsParts {
  readonly deferred: DeferredTraces
  readonly filter: DirectoryFilter | undefined
  /** Aborts when the loader is being closed. */
  readonly closing: AbortSignal
  /** A step failed and is to be tried again. */
  readonly waits: () => void
}

/** Takes the files of one load after the other through the steps. A step that fails is tried again until it succeeds. */
export class Loads {
  readonly #options: LoaderOptions
  readonly #log: Log
  readonly #deferred: DeferredTraces
  readonly #filter: DirectoryFilter | undefined
  readonly #closing: AbortSignal
  readonly #waits: () => void
  readonly #keys = new WeakMap<ActiveTrace, Micros>()
  readonly #places = new WeakMap<ActiveTrace, Place>()
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
  /** The horizon's number when memory forgot what lies behind it. */
  #horizon = 0

  constructor(options: LoaderOptions, { deferred, filter, closing, waits }: LoadsParts) {
    this.#options = options
    this.#log = options.log ?? (() => {})
    this.#deferred = deferred
    this.#filter = filter
    this.#closing = closing
    this.#waits = waits
  }

  counters(): LoaderCounters {
    return { ...this.#counters, seconds: { ...this.#counters.seconds } }
  }

  /**
   * Loads these files and the traces that were deferred and are `due`; `all`: also those of the files that should rest.
   * Ends early where the loader is being closed.
   */
  async load(files: readonly WriteAheadFile[], due: readonly TraceId[], all: boolean): Promise<void> {
    const { store, writeAhead, active, sharedAs } = this.#options
    const { connection } = store
    this.#forgetBehindHorizon()
    const batch = await this.#step('classified', async () => {
      const read = await readBatch(writeAhead, files)
      await classify(store, active, this.#keys, read, this.#filter)
      return read
    })
    if (batch === undefined) return
    const traces = this.#tracesFor(batch, due, all)
    const tools = this.#assemblyTools()
    // The engine takes the documents while what memory holds of them is assembled here.
    const remembered = sharedAs === undefined ? this.#assembledEarly(tools, traces) : undefined
    const refused = await this.#step('documents', () => this.#insertDocuments(batch))
    const early = await remembered
    if (refused === undefined) return
    const assembly = await this.#step('assembled', async () => {
      if (sharedAs !== undefined) return assembleShared(tools, traces, sharedAs)
      // What is refused must not count in its trace.
      if (early === undefined || refused > 0) return assembleTraces(tools, traces)
      await assembleStored(tools, traces, early)
      return early
    })
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
    this.#listed(batch, traces, assembly)
    await this.#step('deleted', async () => {
      const free = new Set([...files, ...this.#deferred.done(traces.keys())])
      for (const file of free) {
        if (this.#deferred.holds(file)) continue
        await writeAhead.delete(file)
      }
      return true
    })
    for (const [traceId, { received }] of traces) active.loaded(traceId, received.length)
  }

  /** How the reason of a failure is told that makes a step wait. */
  waits(step: LoaderStep | 'start', reason: string): void {
    if (step !== 'start') this.#counters.retries++
    this.#waits()
    this.#log('warn', 'a load has to wait; nothing is lost', { step, reason })
  }

  /** Lists and maps have what the documents of the batch say. */
  #listed(batch: Batch, traces: ReadonlyMap<TraceId, TraceRecords>, assembly: Assembly): void {
    for (const [trace, key] of assembly.keys) this.#keys.set(trace, key)
    for (const [trace, place] of assembly.places) this.#places.set(trace, place)
    for (const { received } of traces.values()) if (received.length > 0) this.#options.onListed?.(received)
    this.#options.onLoaded?.()
    this.#counters.documents += batch.documents
    this.#counters.files += batch.files.length
    this.#counters.traces += assembly.traces
    this.#counters.summaries += assembly.rows.count
  }

  /** Answers how many were refused. */
  async #insertDocuments(batch: Batch): Promise<number> {
    const { store, active, onQuarantined, quarantineDir } = this.#options
    if (batch.documents === 0) return 0
    let refused = 0
    await insertDocuments(store.connection, batch, async (line, reason) => {
      refused++
      active.distrust(headOf(line).traceId)
      const path = await putAside(quarantineDir, line, reason)
      this.#counters.quarantined++
      this.#log('error', 'the engine refused a document; it is kept aside', { path, reason })
      onQuarantined?.(line, reason)
    })
    return refused
  }

  #assemblyTools(): AssemblyTools {
    const { store, active, sharedAs, onSummarized } = this.#options
    return {
      connection: store.connection,
      horizon: store.horizon,
      groups: store.groups,
      sharedAs,
      active,
      keys: this.#keys,
      places: this.#places,
      summarized: onSummarized,
      failed: (traceId, error) => {
        this.#counters.failures++
        this.#log('error', 'a trace could not be assembled', { traceId, reason: reasonOf(error) })
      },
      took: (traceId, milliseconds, isOverLimit) => this.#deferred.took(traceId, milliseconds, isOverLimit),
      tooLarge: (traceId) => {
        this.#log('warn', 'a trace is too large to be read; it keeps the summary that it has', { traceId })
        this.#deferred.took(traceId, 0, true)
      },
    }
  }

  /** Undefined where it fails: then it is tried again as a step. */
  async #assembledEarly(
    tools: AssemblyTools,
    traces: ReadonlyMap<TraceId, TraceRecords>,
  ): Promise<Assembly | undefined> {
    const began = performance.now()
    const assembly = await assembleRemembered(tools, traces).catch(() => undefined)
    this.#counters.seconds.assembled += (performance.now() - began) / 1000
    return assembly
  }

  /** The horizon may have moved by another server's doing: what memory holds of traces is then too much. */
  #forgetBehindHorizon(): void {
    const { number, farthest } = this.#options.store.horizon
    // It may be where it was and have been farther in between.
    if (number !== this.#horizon) this.#options.active.forgetReceivedBefore(farthest)
    this.#horizon = number
  }

  /** The traces to assemble now: those of the batch that need not rest, and those that have rested. */
  #tracesFor(batch: Batch, due: readonly TraceId[], all: boolean): Map<TraceId, TraceRecords> {
    const traces = new Map<TraceId, TraceRecords>()
    for (const [traceId, records] of batch.traces) {
      const now = all || this.#deferred.isDue(traceId)
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
  #step<T>(step: LoaderStep, work: () => Promise<T>): Promise<T | undefined> {
    return untilDone(
      this.#closing,
      (reason) => this.waits(step, reason),
      async () => {
        const began = performance.now()
        const result = await work()
        this.#counters.seconds[step] += (performance.now() - began) / 1000
        await this.#options.onStep?.(step)
        return result
      },
    )
  }
}
