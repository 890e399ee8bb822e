import { type Condition, toPredicate } from '@roentgen/filter'
import type { Micros, TraceId, TraceSummary } from '@roentgen/trace'
import type { Listed } from '../threads/messages.ts'

/** Traces of which a watch remembers that they fitted, so that it can say when they no longer do. */
const mostFitting = 20_000

interface Watch {
  readonly fits: (summary: TraceSummary) => boolean
  /** The oldest first. */
  readonly fitted: Set<TraceId>
  /** Of the load at work; a trace once, as it is now. `key` is undefined where it fits no longer. */
  readonly seen: Map<TraceId, Micros | undefined>
}

/**
 * Which of the traces that are being listed fit the filters of live streams. It stands in the ingest thread, where each
 * summary is at hand when it is made; without a watch it costs nothing.
 */
export class Watches {
  readonly #watches = new Map<number, Watch>()
  #traces = 0

  watch(number: number, condition: Condition): void {
    this.#watches.set(number, { fits: toPredicate(condition), fitted: new Set(), seen: new Map() })
  }

  unwatch(number: number): void {
    this.#watches.delete(number)
  }

  /** The summary was made; lists do not have it yet. */
  see(key: Micros, summary: TraceSummary): void {
    this.#traces++
    const { traceId } = summary
    for (const { fits, fitted, seen } of this.#watches.values()) {
      if (fits(summary)) seen.set(traceId, key)
      else if (fitted.has(traceId)) seen.set(traceId, undefined)
      else seen.delete(traceId)
    }
  }

  /** Lists have what was seen since the last call. */
  listed(): Listed {
    const traces = this.#traces
    this.#traces = 0
    const watched = [...this.#watches].flatMap(([watch, { fitted, seen }]) => {
      if (seen.size === 0) return []
      const listed = [...seen]
      seen.clear()
      for (const [traceId, key] of listed) {
        // To its end, or out.
        fitted.delete(traceId)
        if (key !== undefined) fitted.add(traceId)
      }
      for (const traceId of fitted) {
        if (fitted.size <= mostFitting) break
        fitted.delete(traceId)
      }
      return [{ watch, ids: listed.map(([id]) => id), keys: listed.map(([, key]) => key) }]
    })
    return { traces, watched }
  }
}
