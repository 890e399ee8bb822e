import type { TraceId } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import { readStoredIds } from '../queries/stored-ids.ts'
import { BloomFilter, type Words } from './bloom-filter.ts'
import { Breath } from './breath.ts'

const fewestIds = 1_000_000
/** 32 MiB: 22 million traces. Beyond, the directory is asked more and more often, as without a filter. */
const mostBits = 2 ** 28

/**
 * Which traces are surely not in the trace directory, so that it need not be asked. Every id that goes into the directory
 * is added before; those that were there are read from it once. Only where nobody else writes into it.
 */
export class DirectoryFilter {
  readonly #connection: Connection
  #filter: BloomFilter | undefined
  /** Takes the place of the other when all that the directory holds is in it. */
  #next: BloomFilter | undefined

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** False while it is not known yet. */
  rulesOut(traceId: TraceId): boolean {
    return this.#filter !== undefined && !this.#filter.mayHold(wordsOf(traceId))
  }

  /** These ids are about to go into the directory. */
  async add(traceIds: Iterable<TraceId>): Promise<void> {
    const breath = new Breath()
    for (const traceId of traceIds) {
      const words = wordsOf(traceId)
      this.#filter?.add(words)
      this.#next?.add(words)
      if (breath.due()) await breath.taken()
    }
  }

  /** Whether it is to be filled anew, larger. */
  get isCrowded(): boolean {
    if (this.#filter === undefined || this.#next !== undefined) return false
    return this.#filter.added > this.#filter.capacity
  }

  /**
   * Reads the directory; ends early when it is aborted. Not between `add` and the insert of what was added. Rejects where
   * the engine is away; then all goes on as it was.
   */
  async fill(signal?: AbortSignal): Promise<void> {
    const next = new BloomFilter(Math.max(fewestIds, (this.#filter?.added ?? 0) * 2), mostBits)
    // From now on it gets what is added, so that whatever comes into the directory behind the reading is in it.
    this.#next = next
    try {
      const breath = new Breath()
      for await (const ids of readStoredIds(this.#connection)) {
        if (signal?.aborted) return
        for (const words of ids) {
          next.add(words)
          if (breath.due()) await breath.taken()
        }
      }
      this.#filter = next
    } finally {
      this.#next = undefined
    }
  }
}

/** Of `1-8hex-24hex`. */
function wordsOf(traceId: TraceId): Words {
  return [
    Number.parseInt(traceId.slice(2, 10), 16),
    Number.parseInt(traceId.slice(11, 19), 16),
    Number.parseInt(traceId.slice(19, 27), 16),
    Number.parseInt(traceId.slice(27, 35), 16),
  ]
}
