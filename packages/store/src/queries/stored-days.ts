import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'

/** Between which receipts do the stored documents lie? Cost: none, the parts know. */
const sql = `
select
  count(),
  min(received),
  max(received)
from segments
`

const microsOfDay = 86_400_000_000
const fewDays = 2
const millisecondsOfAnswer = 60_000

/**
 * How many days of documents there are, as it was a minute ago at most. A question about few days need not ask the
 * directory first; where this is out of date the answer is the same and costs more.
 */
export class StoredDays {
  readonly #connection: Connection
  #areFew = false
  #asked = Number.NEGATIVE_INFINITY

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** False until it is known. Never waits. */
  get areFew(): boolean {
    const now = performance.now()
    if (now - this.#asked > millisecondsOfAnswer) {
      this.#asked = now
      this.#ask().catch(() => {
        this.#areFew = false
      })
    }
    return this.#areFew
  }

  async #ask(): Promise<void> {
    const [row = []] = await this.#connection.rows('lookup', { sql })
    const cells = new Cells(row)
    const count = cells.number()
    const first = Math.floor(cells.number() / microsOfDay)
    const last = Math.floor(cells.number() / microsOfDay)
    this.#areFew = count > 0 && last - first < fewDays
  }
}
