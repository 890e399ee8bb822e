import type { TraceSet } from './matching-traces.ts'

const mostWidths = 64

/**
 * How wide the bins of histograms were that were asked for lately, by filters: mostly the longest time of a window that moves on
 * stays what it was. A guess that is wrong costs a scan and changes no answer.
 */
export class KnownWidths {
  /** The one that was noted longest ago first. */
  readonly #widths = new Map<string, number>()

  /** µs */
  of(sets: readonly TraceSet[], bins: number): number | undefined {
    return this.#widths.get(nameOf(sets, bins))
  }

  note(sets: readonly TraceSet[], bins: number, width: number): void {
    const name = nameOf(sets, bins)
    this.#widths.delete(name)
    this.#widths.set(name, width)
    const [oldest] = this.#widths.keys()
    if (this.#widths.size > mostWidths && oldest !== undefined) this.#widths.delete(oldest)
  }
}

/** Windows that end at different times have one name, those of different lengths have not. */
function nameOf(sets: readonly TraceSet[], bins: number): string {
  return JSON.stringify([bins, ...sets.map(({ window, filter }) => [window.end - window.start, filter ?? null])])
}
