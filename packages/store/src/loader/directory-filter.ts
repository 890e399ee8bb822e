import type { TraceId } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import { readStoredIdCount, readStoredIds } from '../queries/stored-ids.ts'
import { BloomFilter, type Words } from './bloom-filter.ts'
import { Breath } from './breath.ts'

const fewestIds = 1_000_000
/** 32 MiB: 22 million traces. Beyond, the directory is asked more and more often, as without a filter. */
const mostBits = 2 ** 28
/** With more it would take one absent id in eighteen for present: it is not worth the reading. */
const mostIds = mostBits / 6
/** Between a filling that did not succeed and the next, ms. */
const restAfterFailure = 60_000

/**
 * Which traces are surely not in the trace directory, so that it need not be asked. Every id that goes into the directory
 * is added before; those that were there are read from it once. Only where nobody else writes into it.
 */
export class DirectoryFilter {
  readonly #connection: Connection
  #filter: BloomFilter | undefined
  readonly #mostIds: number
  /** Takes the place of the other when all that the directory holds is in it. */
  #next: Pick<BloomFilter, 'add'> | undefined
  #restsUntil = Number.NEGATIVE_INFINITY

  constructor(connection: Connection, options: { readonly mostIds?: number } = {}) {
    this.#connection = connection
    this.#mostIds = options.mostIds ?? mostIds
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

  /** Whether it is to be filled, for the first time or anew and larger. */
  get isDue(): boolean {
    if (this.#next !== undefined || performance.now() < this.#restsUntil) return false
    return this.#filter === undefined || this.#filter.added > this.#filter.capacity
  }

  /**
   * Reads the directory; ends early when it is aborted, or where that holds more than a filter can serve. Not between `add`
   * and the insert of what was added. Rejects where the engine is away. In all these cases everything goes on as it was.
   */
  async fill(signal?: AbortSignal): Promise<void> {
    this.#restsUntil = performance.now() + restAfterFailure
    // From now on it gets what is added, so that whatever comes into the directory behind the reading is in it.
    const meanwhile: Words[] = []
    this.#next = { add: (words) => meanwhile.push(words) }
    try {
      const count = await readStoredIdCount(this.#connection)
      if (count > this.#mostIds) return
      const next = new BloomFilter(Math.max(fewestIds, count * 2), mostBits)
      for (const words of meanwhile) next.add(words)
      this.#next = next
      const breath = new Breath()
      for await (const ids of readStoredIds(this.#connection)) {
        if (signal?.aborted) return
        for (const words of ids) {
          next.add(words)
          if (breath.due()) await breath.taken()
        }
      }
      this.#filter = next
      this.#restsUntil = Number.NEGATIVE_INFINITY
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
