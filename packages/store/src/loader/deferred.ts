import type { TraceId } from '@roentgen/trace'
import type { WriteAheadFile } from '../write-ahead/write-ahead-file.ts'
import type { TraceRecords } from './batch.ts'

/** Dear traces may take a twentieth of a core, all of them together … */
const restPerWork = 20
/** … but no trace rests longer for the sake of others, ms … */
const restForOthers = 8_000
/** … and one is assembled with every load while that costs less than this, ms. */
const cheap = 12.5
/** A trace over its limit is renewed as seldom as this, ms. */
const restOverLimit = 60_000

/**
 * Traces whose assembly is so dear that it must rest between two of them. Their files stay, with all that crash safety
 * means, until their summaries are written. Those of a trace over its limit do not, for they would fill the disk: the
 * mark in its summary makes the next start renew it.
 */
export class DeferredTraces {
  /** When a dear trace may be assembled again, by performance.now(). */
  readonly #due = new Map<TraceId, number>()
  /** What the last assembly of each of these took, ms. */
  readonly #costs = new Map<TraceId, number>()
  readonly #overLimit = new Set<TraceId>()
  readonly #records = new Map<TraceId, TraceRecords>()
  readonly #files = new Map<WriteAheadFile, Set<TraceId>>()

  took(traceId: TraceId, milliseconds: number, isOverLimit = false): void {
    const ofItsOwn = milliseconds > cheap ? milliseconds * restPerWork : 0
    const ofAll = ofItsOwn === 0 ? 0 : ofItsOwn + this.#costOfOthers(traceId) * restPerWork
    const rest = Math.max(ofItsOwn, Math.min(ofAll, restForOthers), isOverLimit ? restOverLimit : 0)
    if (rest > 0) {
      this.#due.set(traceId, performance.now() + rest)
      this.#costs.set(traceId, milliseconds)
    }
    if (isOverLimit) this.#overLimit.add(traceId)
    else this.#overLimit.delete(traceId)
  }

  isDue(traceId: TraceId): boolean {
    return (this.#due.get(traceId) ?? 0) <= performance.now()
  }

  /** Keeps a trace's records for later; `files` hold them. */
  defer(traceId: TraceId, records: TraceRecords, files: readonly WriteAheadFile[]): void {
    this.#records.set(traceId, merged(this.#records.get(traceId), records))
    if (this.#overLimit.has(traceId)) return
    for (const file of files) {
      if (!records.sequence.includes(file.sequence)) continue
      const waiting = this.#files.get(file)
      if (waiting === undefined) this.#files.set(file, new Set([traceId]))
      else waiting.add(traceId)
    }
  }

  /** What waited for this trace, with `records` added; it waits no longer. */
  take(traceId: TraceId, records: TraceRecords | undefined): TraceRecords | undefined {
    const waited = this.#records.get(traceId)
    return waited === undefined ? records : records === undefined ? waited : merged(waited, records)
  }

  /** The traces that wait and are due, or all that wait. */
  waiting(all: boolean): TraceId[] {
    return [...this.#records.keys()].filter((traceId) => all || this.isDue(traceId))
  }

  /** The summaries of these traces are durable. Gives the files that nothing waits for any more. */
  done(traceIds: Iterable<TraceId>): WriteAheadFile[] {
    for (const traceId of traceIds) {
      this.#records.delete(traceId)
      for (const waiting of this.#files.values()) waiting.delete(traceId)
      if (this.isDue(traceId)) this.#forget(traceId)
    }
    const free = [...this.#files].filter(([, waiting]) => waiting.size === 0).map(([file]) => file)
    for (const file of free) this.#files.delete(file)
    return free
  }

  holds(file: WriteAheadFile): boolean {
    return this.#files.has(file)
  }

  /** Of the traces that will take as much again soon. Those over their limit are renewed too seldom to count. */
  #costOfOthers(traceId: TraceId): number {
    let sum = 0
    for (const [other, cost] of this.#costs) {
      if (other === traceId) continue
      if (this.isDue(other) && !this.#records.has(other)) {
        // It has rested, and nothing came.
        this.#forget(other)
      } else if (!this.#overLimit.has(other)) sum += cost
    }
    return sum
  }

  #forget(traceId: TraceId): void {
    this.#due.delete(traceId)
    this.#costs.delete(traceId)
    this.#overLimit.delete(traceId)
  }
}

function merged(a: TraceRecords | undefined, b: TraceRecords): TraceRecords {
  if (a === undefined) return b
  return {
    received: [...a.received, ...b.received],
    sequence: [...a.sequence, ...b.sequence],
    recovered: a.recovered || b.recovered,
  }
}
