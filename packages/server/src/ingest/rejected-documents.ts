export type RejectionSource = 'udp' | 'http' | 'loader'

/** A document or datagram that was not accepted, as it is shown to the person who looks for it. */
export interface RejectedDocument {
  /** Epoch seconds. */
  readonly time: number
  readonly source: RejectionSource
  /** X-Ray's ErrorCode, or the name of what is wrong with the datagram. */
  readonly code: string
  /** What happened and what to do. */
  readonly reason: string
  /** Where they could be read. */
  readonly id?: string
  readonly traceId?: string
  /** How the document begins. */
  readonly excerpt: string
}

export interface RejectionCount {
  readonly source: RejectionSource
  readonly code: string
  readonly count: number
}

const excerptCharacters = 1000

/** The last rejected documents, newest first, and the counts of all by source and code. */
export class RejectedDocuments {
  readonly #limit: number
  readonly #ring: RejectedDocument[] = []
  readonly #counts = new Map<string, { source: RejectionSource; code: string; count: number }>()
  #next = 0

  constructor(limit = 1000) {
    this.#limit = limit
  }

  add(document: RejectedDocument): void {
    this.count(document.source, document.code, 1)
    this.keep(document)
  }

  /** Keeps without counting: for what an earlier process counted. */
  keep(document: RejectedDocument): void {
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

  list(): readonly RejectedDocument[] {
    return [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)].reverse()
  }

  get counts(): readonly RejectionCount[] {
    return [...this.#counts.values()].map((row) => ({ ...row }))
  }
}
