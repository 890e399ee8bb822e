import type { JsonObject } from '@roentgen/trace'

/** How long a trace must have brought nothing new, ms: segments of one trace come from several senders. */
const rest = 1_000
/** The same of one that is still in progress. */
const restInProgress = 60_000
/** Traces remembered as given. */
const mostGiven = 100_000

interface Waiting {
  readonly trace: JsonObject
  readonly since: number
}

/** Traces between the news of them and their line: each is given once, when it has come to rest. */
export class SettledTraces {
  readonly #waiting = new Map<string, Waiting>()
  readonly #given = new Set<string>()

  /** The trace fits, and is so now. */
  add(id: string, trace: JsonObject, now: number): void {
    if (this.#given.has(id)) return
    // The longest at rest stand first.
    this.#waiting.delete(id)
    this.#waiting.set(id, { trace, since: now })
  }

  /** The trace fits no longer. */
  remove(id: string): void {
    this.#waiting.delete(id)
  }

  /** Those that have come to rest; of all that are not in progress where none is to be waited for. */
  take(now: number, wait = true): JsonObject[] {
    const taken: JsonObject[] = []
    for (const [id, { trace, since }] of this.#waiting) {
      const isInProgress = trace.IsPartial === true
      if (wait ? now - since < (isInProgress ? restInProgress : rest) : isInProgress) continue
      this.#waiting.delete(id)
      this.#given.add(id)
      taken.push(trace)
    }
    for (const id of this.#given) {
      if (this.#given.size <= mostGiven) break
      this.#given.delete(id)
    }
    return taken
  }
}
