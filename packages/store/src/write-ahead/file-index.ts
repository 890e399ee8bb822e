import type { Micros, TraceId } from '@roentgen/trace'

/** A piece of a file. */
export interface Extent {
  readonly offset: number
  readonly length: number
}

/**
 * Where the records of each trace lie in one file, and when they were received: sixteen bytes a record and one entry a trace.
 * Records are added in the order of the file; the records of one trace are chained through `previous`.
 */
export class FileIndex {
  #ends = new Uint32Array(64)
  #previous = new Int32Array(64)
  #received = new Float64Array(64)
  readonly #last = new Map<TraceId, number>()
  #count = 0

  /** Records in the file. */
  get documents(): number {
    return this.#count
  }

  /** Bytes of all records. */
  get bytes(): number {
    return this.#count === 0 ? 0 : (this.#ends[this.#count - 1] ?? 0)
  }

  /** `end` is the offset behind the record's newline. */
  add(traceId: TraceId, end: number, received: Micros): void {
    if (this.#count === this.#ends.length) this.#grow()
    this.#ends[this.#count] = end
    this.#received[this.#count] = received
    this.#previous[this.#count] = this.#last.get(traceId) ?? -1
    this.#last.set(traceId, this.#count)
    this.#count += 1
  }

  /** The records of a trace, newest first. */
  extentsOf(traceId: TraceId): Extent[] {
    const extents: Extent[] = []
    for (let at = this.#last.get(traceId) ?? -1; at !== -1; at = this.#previous[at] ?? -1) {
      const offset = at === 0 ? 0 : (this.#ends[at - 1] ?? 0)
      extents.push({ offset, length: (this.#ends[at] ?? 0) - offset })
    }
    return extents
  }

  /** The traces that have records here, each with the receipts of these, newest first. */
  *receipts(): Generator<readonly [TraceId, Micros[]]> {
    for (const [traceId, last] of this.#last) {
      const received: Micros[] = []
      for (let at = last; at !== -1; at = this.#previous[at] ?? -1) received.push(this.#received[at] as Micros)
      yield [traceId, received]
    }
  }

  #grow(): void {
    const ends = new Uint32Array(this.#ends.length * 2)
    const previous = new Int32Array(this.#previous.length * 2)
    const received = new Float64Array(this.#received.length * 2)
    received.set(this.#received)
    this.#received = received
    ends.set(this.#ends)
    previous.set(this.#previous)
    this.#ends = ends
    this.#previous = previous
  }
}
