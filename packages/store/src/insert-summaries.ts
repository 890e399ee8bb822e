import type { Micros, TraceId, TraceSummary } from '@roentgen/trace'
import type { Connection } from './connection.ts'
import { RowBinary } from './row-binary.ts'
import { insertedColumns } from './summary-columns.ts'
import { encodeSummary, encodeTombstone } from './summary-encode.ts'

/** Rows of `summaries` on their way into the table. */
export class SummaryRows {
  readonly #rows = new RowBinary()
  #count = 0

  get count(): number {
    return this.#count
  }

  add(keyTime: Micros, summary: TraceSummary): void {
    encodeSummary(this.#rows, keyTime, summary)
    this.#count++
  }

  /** Buries a key under which the trace no longer stands. */
  bury(keyTime: Micros, traceId: TraceId): void {
    encodeTombstone(this.#rows, keyTime, traceId)
    this.#count++
  }

  /** Durable when it resolves. Again changes nothing. */
  async insert(connection: Connection): Promise<void> {
    if (this.#count === 0) return
    const bytes = this.#rows.bytes()
    await connection.insert({
      table: 'summaries',
      columns: insertedColumns,
      format: 'RowBinary',
      body: () => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    })
  }
}
