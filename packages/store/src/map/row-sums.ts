import type { ServiceGraph } from '@roentgen/trace'

/** Sums that are remembered: a window that moves on has another each minute, and people look at two or three lengths. */
const room = 4

/**
 * What this process has lately added up from rows of the map, by the rows and what each of them knows: while none of them
 * is made again the sum holds. It saves work and changes no answer.
 */
export class RowSums {
  readonly #known = new Map<string, Promise<ServiceGraph>>()

  /** The sum of these rows; two questions at once read them once. */
  of(rows: string, read: () => Promise<ServiceGraph>): Promise<ServiceGraph> {
    const sum = this.#known.get(rows) ?? read()
    this.#known.delete(rows)
    this.#known.set(rows, sum)
    // What failed is read again by the next.
    sum.catch(() => this.#known.get(rows) === sum && this.#known.delete(rows))
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= room) break
      this.#known.delete(oldest)
    }
    return sum
  }
}
