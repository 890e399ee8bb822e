import type { Micros } from '@roentgen/trace'
import type { MapTable } from '../queries/row-states.ts'

/** Rows of some hundred days. */
const room = 20_000

/**
 * How many marks rows of the map knew when they knew all. Marks are only added: a row whose time has as many as then is the
 * same, and need not be asked for what it knows. It saves work and changes no answer.
 */
export class RowVersions {
  readonly #known: Record<MapTable, Map<number, number>> = { map_1m: new Map(), map_1h: new Map(), map_1d: new Map() }

  /** Whether the row of this time knew so many marks when it knew all. */
  isClean(table: MapTable, start: Micros, isLate: boolean, marks: number): boolean {
    return this.#known[table].get(keyOf(start, isLate)) === marks
  }

  put(table: MapTable, start: Micros, isLate: boolean, marks: number): void {
    const known = this.#known[table]
    if (known.size >= room) known.clear()
    known.set(keyOf(start, isLate), marks)
  }
}

/** Times are whole seconds and more. */
function keyOf(start: Micros, isLate: boolean): number {
  return start + (isLate ? 1 : 0)
}
