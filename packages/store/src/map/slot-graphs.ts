import type { Micros } from '@roentgen/trace'
import { ElementNames } from './element-names.ts'
import type { PackedGraph } from './packed-graph.ts'
import { RowGraphs } from './row-graphs.ts'

/** Of one slot of traces that came on time. */
interface Known {
  /** Those that the slot had before its graph was read. */
  readonly marks: number
  readonly graph: PackedGraph
}

/** Slots that are remembered: some minutes at both ends of the windows that are asked for. */
const room = 120

/**
 * What this process has lately counted from summaries, slot by slot: a slot's graph is a function of its traces, so it
 * holds as long as the slot gets no mark. It saves work and changes no answer.
 */
export class SlotGraphs {
  readonly #known = new Map<Micros, Known>()

  get(slot: Micros, marks: number): PackedGraph | undefined {
    const known = this.#known.get(slot)
    if (known?.marks !== marks) return undefined
    this.#put(slot, known)
    return known.graph
  }

  put(slot: Micros, marks: number, graph: PackedGraph): void {
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
  /** What all that is remembered is named by. */
  readonly names: ElementNames
  readonly slots: SlotGraphs
  readonly rows: RowGraphs
}

/** Groups whose slots are remembered: those that people look at. */
const roomOfGroups = 8

/** Of groups, by the names of their rows; '' for Default. */
export class KnownGraphsOfGroups {
  #names = new ElementNames()
  #rows = new RowGraphs()
  readonly #slots = new Map<string, SlotGraphs>()

  of(name: string): KnownGraphs {
    if (this.#names.areMany) this.#forget()
    const slots = this.#slots.get(name) ?? new SlotGraphs()
    this.#slots.delete(name)
    this.#slots.set(name, slots)
    for (const oldest of this.#slots.keys()) {
      if (this.#slots.size <= roomOfGroups) break
      this.#slots.delete(oldest)
    }
    return { names: this.#names, slots, rows: this.#rows }
  }

  /** Questions that run go on with what they have. */
  #forget(): void {
    this.#names = new ElementNames()
    this.#rows = new RowGraphs()
    this.#slots.clear()
  }
}
