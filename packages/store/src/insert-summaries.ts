import type { Micros, TraceId, TraceSummary } from '@roentgen/trace'
import type { Connection } from './connection.ts'
import { NativeBlock } from './native-block.ts'
import { insertedColumns, listingColumns } from './summary-columns.ts'
import { encodeListing, encodeListingTombstone, encodeSummary, encodeTombstone } from './summary-encode.ts'

/** Rows of `summaries`, and what lists show of them, on their way into their tables. */
export class SummaryRows {
  readonly #rows = new NativeBlock(insertedColumns)
  readonly #listings = new NativeBlock(listingColumns)

  get count(): number {
    return this.#rows.rows
  }

  /** `groups`: ids of the group versions that hold of the trace. */
  add(keyTime: Micros, summary: TraceSummary, groups: readonly number[] = []): void {
    encodeSummary(this.#rows, keyTime, summary, groups)
    encodeListing(this.#listings, keyTime, summary)
  }

  /** Buries a key under which the trace no longer stands. */
  bury(keyTime: Micros, traceId: TraceId): void {
    encodeTombstone(this.#rows, keyTime, traceId)
    encodeListingTombstone(this.#listings, keyTime, traceId)
  }

  /** Durable when it resolves. Again changes nothing. */
  async insert(connection: Connection): Promise<void> {
    if (this.count === 0) return
    // Whoever finds a summary finds its listing: of this revision or of a later one.
    await connection.insertBlock({ table: 'listings', columns: listingColumns, block: this.#listings.bytes() })
    await connection.insertBlock({ table: 'summaries', columns: insertedColumns, block: this.#rows.bytes() })
  }
}
