import type { Micros, TraceId, TraceSummary } from '@roentgen/trace'
import type { Connection } from './connection.ts'
import { NativeBlock } from './native-block.ts'
import { insertedColumns } from './summary-columns.ts'
import { encodeSummary, encodeTombstone } from './summary-encode.ts'

/** Rows of `summaries` on their way into the table. */
export class SummaryRows {
  readonly #rows = new NativeBlock(insertedColumns)

  get count(): number {
    return this.#rows.rows
  }

  /** `groups`: ids of the group versions that hold of the trace. */
  add(keyTime: Micros, summary: TraceSummary, groups: readonly number[] = []): void {
    encodeSummary(this.#rows, keyTime, summary, groups)
  }

  /** Buries a key under which the trace no longer stands. */
  bury(keyTime: Micros, traceId: TraceId): void {
    encodeTombstone(this.#rows, keyTime, traceId)
  }

  /** Durable when it resolves. Again changes nothing. */
  async insert(connection: Connection): Promise<void> {
    if (this.count === 0) return
    const bytes = this.#rows.bytes()
    await connection.insert({
      table: 'summaries',
      columns: insertedColumns.map(([name]) => name),
      format: 'Native',
      body: () => bytes,
    })
  }
}
