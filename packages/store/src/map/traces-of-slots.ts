import type { PackedTraces } from './packed-traces.ts'
import type { Place } from './place.ts'

interface Known {
  /** Those that the slot had before its traces were read. */
  readonly marks: number
  readonly traces: readonly PackedTraces[]
}

/** Traces that are remembered, of some ten requests with 23 bytes each: of slots near to which windows begin and end, on time and late. */
const room = 20_000

/**
 * The traces of slots near to which windows lately began or ended, one by one, so that a slot can be cut anywhere. They are a
 * function of the slot's traces, and hold as long as it gets no mark.
 */
export class TracesOfSlots {
  readonly #known = new Map<string, Known>()
  #count = 0
  #inSlot = 0

  /** How many traces on time some slots had, to know of how many there are likely too many to be read. */
  note(slots: number, traces: number): void {
    if (slots > 0) this.#inSlot = traces / slots
  }

  areMany(slots: number, most: number): boolean {
    return slots * this.#inSlot > most
  }

  get(group: string, place: Place, marks: number): readonly PackedTraces[] | undefined {
    const name = `${place} ${group}`
    const known = this.#known.get(name)
    if (known?.marks !== marks) return undefined
    this.#known.delete(name)
    this.#known.set(name, known)
    return known.traces
  }

  put(group: string, place: Place, marks: number, traces: readonly PackedTraces[]): void {
    const name = `${place} ${group}`
    this.#forget(name)
    this.#known.set(name, { marks, traces })
    this.#count += sizeOf(traces)
    for (const oldest of this.#known.keys()) {
      if (this.#count <= room) break
      this.#forget(oldest)
    }
  }

  #forget(name: string): void {
    this.#count -= sizeOf(this.#known.get(name)?.traces)
    this.#known.delete(name)
  }
}

/** Also a slot without traces of a group takes room. */
function sizeOf(traces: readonly PackedTraces[] | undefined): number {
  return traces === undefined ? 0 : 1 + traces.reduce((sum, { counted }) => sum + counted.length, 0)
}
