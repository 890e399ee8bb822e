import type { Rejected, RejectionCount } from '@roentgen/api'

export type RejectionSource = Rejected['source']

const excerptCharacters = 1000

/** The last rejected documents, newest first, and the counts of all by source and code. */
export class RejectedDocuments {
  readonly #limit: number
  readonly #ring: Rejected[] = []
  readonly #counts = new Map<string, { source: RejectionSource; code: string; count: number }>()
  #next = 0

  constructor(limit = 1000) {
    this.#limit = limit
  }

  add(document: Rejected): void {
    this.count(document.source, document.code, 1)
    this.keep(document)
  }

  /** Keeps without counting: for what an earlier process counted. */
  keep(document: Rejected): void {
    this.#ring[this.#next] = { ...document, excerpt: document.excerpt.slice(0, excerptCharacters) }
    this.#next = (this.#next + 1) % this.#limit
  }

  /** Counts without keeping: for what was refused whatever it said. */
  count(source: RejectionSource, code: string, count: number): void {
    const key = `${source} ${code}`
    const row = this.#counts.get(key) ?? { source, code, count: 0 }
    row.count += count
    this.#counts.set(key, row)
  }

  list(): readonly Rejected[] {
    return [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)].reverse()
  }

  get counts(): readonly RejectionCount[] {
    return [...this.#counts.values()].map((row) => ({ ...row }))
  }
}
