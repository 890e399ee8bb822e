import type { Micros } from '@roentgen/trace'
import type { MapTable } from '../queries/row-states.ts'

/** Rows of some hundred days. */
const room = 20_000

/** A row is made again only when no mark came to its time for a second or more. ms. */
const leastRest = 1_000

/**
 * How many marks rows of the map knew when they knew all. Marks are only added: a row whose time has as many as then is the
 * same, and need not be asked for what it knows. One that did not know all of them will hardly do so a moment later, and need
 * not be asked either: what is taken for dirty is read from summaries. It saves work and changes no answer.
 */
export class RowVersions {
  readonly #known: Record<MapTable, Map<number, number>> = { map_1m: new Map(), map_1h: new Map(), map_1d: new Map() }
  /** When rows were found to be dirty, or to have got marks since they were clean. */
  readonly #dirty: Record<MapTable, Map<number, number>> = { map_1m: new Map(), map_1h: new Map(), map_1d: new Map() }
  readonly #now: () => number

  /** @param now ms by a clock that is never set */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Whether the row of this time knew so many marks when it knew all. */
  isClean(table: MapTable, start: Micros, isLate: boolean, marks: number): boolean {
    return this.#known[table].get(keyOf(start, isLate)) === marks
  }

  /** Whether the row of this time, which is not known to be clean, is so likely dirty that it need not be asked. */
  isLikelyDirty(table: MapTable, start: Micros, isLate: boolean): boolean {
    const key = keyOf(start, isLate)
    const found = this.#dirty[table].get(key)
    if (found !== undefined) return this.#now() - found < leastRest
    if (!this.#known[table].has(key)) return false
    this.#note(table, key)
    return true
  }

  /** How many marks the row of this time knew when it knew all. */
  putClean(table: MapTable, start: Micros, isLate: boolean, marks: number): void {
    const key = keyOf(start, isLate)
    const known = this.#known[table]
    if (known.size >= room) known.clear()
    known.set(key, marks)
    this.#dirty[table].delete(key)
  }

  /** The row of this time was asked, and did not know all marks. */
  putDirty(table: MapTable, start: Micros, isLate: boolean): void {
    this.#note(table, keyOf(start, isLate))
  }

  #note(table: MapTable, key: number): void {
    const dirty = this.#dirty[table]
    if (dirty.size >= room) dirty.clear()
    dirty.set(key, this.#now())
  }
}

/** Times are whole seconds and more. */
function keyOf(start: Micros, isLate: boolean): number {
  return start + (isLate ? 1 : 0)
}
