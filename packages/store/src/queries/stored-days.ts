import type { Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { beginOfDay, day } from '../retention/day.ts'

/** Between which receipts do the stored documents lie? Cost: none, the parts know. */
const sql = `
select
  count(),
  min(received),
  max(received)
from segments
`

const fewDays = 2
const millisecondsOfAnswer = 60_000

/**
 * Which days of documents there are, as it was a minute ago at most. A question about few days need not ask the
 * directory first; where this is out of date the answer is the same and costs more.
 */
export class StoredDays {
  readonly #connection: Connection
  /** Midnights at which the first begins and the last ends; undefined where there is none, and until it is known. */
  #span: { readonly from: Micros; readonly until: Micros } | undefined
  #asked = Number.NEGATIVE_INFINITY

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** False until it is known. Never waits. */
  get areFew(): boolean {
    this.#refresh()
    return this.#span !== undefined && this.#span.until - this.#span.from <= fewDays * day
  }

  /** Whether a document of this time may be stored: one of the days, or the next, which may have begun. False until it is known. */
  mayHold(time: number): boolean {
    this.#refresh()
    return this.#span !== undefined && time >= this.#span.from && time < this.#span.until + day
  }

  #refresh(): void {
    const now = performance.now()
    if (now - this.#asked <= millisecondsOfAnswer) return
    this.#asked = now
    this.#ask().catch(() => {
      this.#span = undefined
    })
  }

  async #ask(): Promise<void> {
    const [row = []] = await this.#connection.rows('lookup', { sql })
    const cells = new Cells(row)
    const count = cells.number()
    const [first, last] = [cells.micros(), cells.micros()]
    this.#span = count === 0 ? undefined : { from: beginOfDay(first), until: (beginOfDay(last) + day) as Micros }
  }
}
