import type { Micros, ServiceGraph } from '@roentgen/trace'
import { RowSums } from './row-sums.ts'

/** Of one slot of traces that came on time. */
interface Known {
  /** Those that the slot had before its graph was read. */
  readonly marks: number
  readonly graph: ServiceGraph
}

/** Slots that are remembered: some minutes at both ends of the windows that are asked for. */
const room = 120

/**
 * What this process has lately counted from summaries, slot by slot: a slot's graph is a function of its traces, so it
 * holds as long as the slot gets no mark. It saves work and changes no answer.
 */
export class SlotGraphs {
  readonly #known = new Map<Micros, Known>()

  get(slot: Micros, marks: number): ServiceGraph | undefined {
    const known = this.#known.get(slot)
    if (known?.marks !== marks) return undefined
    this.#put(slot, known)
    return known.graph
  }

  put(slot: Micros, marks: number, graph: ServiceGraph): void {
    this.#put(slot, { marks, graph })
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= room) break
      this.#known.delete(oldest)
    }
  }

  #put(slot: Micros, known: Known): void {
    this.#known.delete(slot)
    this.#known.set(slot, known)
  }
}

/** What a process remembers of a group's map. */
export interface KnownGraphs {
  readonly slots: SlotGraphs
  readonly rows: RowSums
}

/** Groups whose maps are remembered: those that people look at. */
const roomOfGroups = 8

/** Of groups, by the names of their rows; '' for Default. */
export class KnownGraphsOfGroups {
  readonly #groups = new Map<string, KnownGraphs>()

  of(name: string): KnownGraphs {
    const known = this.#groups.get(name) ?? { slots: new SlotGraphs(), rows: new RowSums() }
    this.#groups.delete(name)
    this.#groups.set(name, known)
    for (const oldest of this.#groups.keys()) {
      if (this.#groups.size <= roomOfGroups) break
      this.#groups.delete(oldest)
    }
    return known
  }
}
