/** A stretch of the list, µs, and how many rows it had when they were counted. */
interface CountedSlice {
  readonly from: number
  readonly to: number
  readonly rows: number
}

const mostSlices = 32

/** What is received while a list is looked at now and then: the stretch may end so much later, as a share of its length. */
const growth = 0.1

/**
 * How many rows some slices of lists held. Whoever asks again for a list whose slice ends there need not
 * count before reading. A guess that is wrong costs time and changes no answer.
 */
export class CountedSlices {
  #slices: CountedSlice[] = []

  note(slice: CountedSlice): void {
    // What later pages of a list have left of it tells nothing of its first one.
    if (this.#slices.some(({ from, to }) => from === slice.from && to > slice.to)) return
    const others = this.#slices.filter((known) => !isPartOf(known, slice))
    this.#slices = [slice, ...others].slice(0, mostSlices)
  }

  /**
   * The beginning of a slice that ends at `to`, and its rows: `target` by and large, or fewer where it begins at the floor. Of a part
   * of a slice as if its rows were spread evenly.
   */
  sliceTo({ to, floor, target }: { to: number; floor: number; target: number }): Omit<CountedSlice, 'to'> | undefined {
    const known = this.#slices.find((slice) => isEndOf(slice, to) && (slice.from <= floor || slice.rows >= target / 2))
    if (known === undefined) return undefined
    const share = Math.min(1, target / known.rows)
    // Never empty: behind an empty one a list would forget where it was. So late in time a fraction of a microsecond is lost.
    const from = Math.max(floor, Math.min(to - 1, Math.floor(to - (to - known.from) * share)))
    return { from, rows: Math.round((known.rows * (to - from)) / (to - known.from)) }
  }
}

function isEndOf({ from, to }: CountedSlice, end: number): boolean {
  return end > from && end <= to + (to - from) * growth
}

function isPartOf(one: CountedSlice, other: CountedSlice): boolean {
  return one.from >= other.from && one.to <= other.to
}
