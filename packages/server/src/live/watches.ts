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
  /** It was made while a load was at work, of which it has not seen all. */
  isLate: boolean
}

/**
 * Which of the traces that are being listed fit the filters of live streams. It stands in the ingest thread, where each
 * summary is at hand when it is made; without a watch it costs nothing.
 */
export class Watches {
  readonly #watches = new Map<number, Watch>()
  #traces = 0

  /** Answers whether lists have all that it will not be told of; where not, they do when its number comes in {@link listed}. */
  watch(number: number, condition: Condition): boolean {
    const isLate = this.#traces > 0
    this.#watches.set(number, { fits: toPredicate(condition), fitted: new Set(), seen: new Map(), isLate })
    return !isLate
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
    const watched = [...this.#watches].flatMap(([number, watch]) => {
      const { fitted, seen } = watch
      if (seen.size === 0 && !watch.isLate) return []
      watch.isLate = false
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
      return [{ watch: number, ids: listed.map(([id]) => id), keys: listed.map(([, key]) => key) }]
    })
    return { traces, watched }
  }
}
