/** How many values fell into each bucket; crosses threads as it is. */
export interface HistogramCounts {
  /** Upper edges, ascending, each inclusive; one more bucket has no edge. */
  readonly edges: readonly number[]
  /** One more than edges; not cumulative. */
  readonly counts: readonly number[]
  readonly sum: number
}

/** Counts values by size, as Prometheus wants them. */
export class Histogram {
  readonly #edges: readonly number[]
  readonly #counts: number[]
  #sum = 0

  constructor(edges: readonly number[]) {
    this.#edges = edges
    this.#counts = new Array(edges.length + 1).fill(0)
  }

  observe(value: number): void {
    let bucket = 0
    while (value > (this.#edges[bucket] ?? Number.POSITIVE_INFINITY)) bucket++
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.#sum += value
  }

  counts(): HistogramCounts {
    return { edges: this.#edges, counts: [...this.#counts], sum: this.#sum }
  }
}
