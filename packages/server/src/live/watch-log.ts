import type { TraceAt } from '@roentgen/store'
import type { Micros, TraceId } from '@roentgen/trace'

/** Traces that a log keeps. */
const mostKept = 20_000

interface Entry {
  readonly sequence: number
  readonly traceId: TraceId
  /** undefined: it fits no longer. */
  readonly keyTime: Micros | undefined
}

/** What was listed behind a place of a log. */
export interface ListedSince {
  readonly fitting: readonly TraceAt[]
  readonly gone: readonly TraceId[]
  /** Where this answer ends. */
  readonly sequence: number
  readonly more: boolean
  /** false: the log does not reach back so far. */
  readonly complete: boolean
}

/** The traces that fitted a filter as they were listed, the newest of them. */
export class WatchLog {
  readonly #entries: Entry[] = []
  /** What came after this is in the log. */
  #since: number
  #newest: number

  #hasBegun = false

  constructor(sequence: number) {
    this.#since = sequence
    this.#newest = sequence
  }

  /** Lists have what will not be in the log: who reads them now and the log from here on misses nothing. */
  get hasBegun(): boolean {
    return this.#hasBegun
  }

  /** @param sequence a new one: a map that was made before may lack what has been listed since */
  begin(sequence: number): void {
    if (this.#hasBegun) return
    this.#hasBegun = true
    this.#since = sequence
    this.#newest = sequence
  }

  /** The number of the newest entry, or that at which the log began. */
  get newest(): number {
    return this.#newest
  }

  add(sequence: number, traceId: TraceId, keyTime: Micros | undefined): void {
    this.#entries.push({ sequence, traceId, keyTime })
    this.#newest = sequence
    // In one go now and then: each alone would move all the others.
    if (this.#entries.length < mostKept * 2) return
    this.#since = this.#entries.splice(0, mostKept).at(-1)?.sequence ?? this.#since
  }

  after(sequence: number, limit: number): ListedSince {
    const from = firstAfter(this.#entries, sequence)
    const read = this.#entries.slice(from, from + limit)
    // Of a trace that was listed twice, the later holds.
    const last = new Map(read.map(({ traceId, keyTime }) => [traceId, keyTime]))
    const fitting = [...last].flatMap(([traceId, keyTime]) => (keyTime === undefined ? [] : [{ traceId, keyTime }]))
    return {
      fitting,
      gone: [...last].flatMap(([traceId, keyTime]) => (keyTime === undefined ? [traceId] : [])),
      sequence: read.at(-1)?.sequence ?? Math.max(sequence, this.#since),
      more: from + limit < this.#entries.length,
      complete: sequence >= this.#since,
    }
  }
}

function firstAfter(entries: readonly Entry[], sequence: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((entries[middle]?.sequence ?? 0) <= sequence) low = middle + 1
    else high = middle
  }
  return low
}
