import type { CountedSummary, Micros } from '@roentgen/trace'
import type { Place } from './place.ts'

/** A trace as maps see it. */
export interface CountedTrace {
  /** When it counts. */
  readonly counted: Micros
  readonly summary: CountedSummary
}

interface Known {
  /** Those that the slot had before its traces were read. */
  readonly marks: number
  readonly traces: readonly CountedTrace[]
}

/** Traces that are remembered, some kilobytes each: of slots in which windows begin and end, each twice, on time and late. */
const room = 6_000

/**
 * The traces of slots in which windows lately began or ended, one by one, so that a slot can be cut anywhere. They are a
 * function of the slot's traces, and hold as long as it gets no mark.
 */
export class TracesOfSlots {
  readonly #known = new Map<string, Known>()
  #count = 0

  get(group: string, place: Place, marks: number): readonly CountedTrace[] | undefined {
    const name = `${place} ${group}`
    const known = this.#known.get(name)
    if (known?.marks !== marks) return undefined
    this.#known.delete(name)
    this.#known.set(name, known)
    return known.traces
  }

  put(group: string, place: Place, marks: number, traces: readonly CountedTrace[]): void {
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
function sizeOf(traces: readonly CountedTrace[] | undefined): number {
  return traces === undefined ? 0 : traces.length + 1
}
