import type { Micros } from '@roentgen/trace'
import type { PackedGraph } from './packed-graph.ts'
import type { Place } from './place.ts'

/** A trace in the map, alone. */
export interface CountedTrace {
  /** When it counts. */
  readonly counted: Micros
  readonly graph: PackedGraph
}

interface Known {
  /** Those that the slot had before its traces were read. */
  readonly marks: number
  readonly traces: readonly CountedTrace[]
}

/** Slots whose traces are remembered: a window has two that are cut, each of them twice, on time and late. */
const room = 24

/**
 * The traces of slots in which windows lately began or ended, one by one, so that a slot can be cut anywhere. They are a
 * function of the slot's traces, and hold as long as it gets no mark.
 */
export class TracesOfSlots {
  readonly #known = new Map<string, Known>()

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
    this.#known.delete(name)
    this.#known.set(name, { marks, traces })
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= room) break
      this.#known.delete(oldest)
    }
  }
}
