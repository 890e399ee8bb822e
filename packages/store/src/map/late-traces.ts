import type { TraceId } from '@roentgen/trace'
import { uuidOfTraceId } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { lateTracesSql } from '../migrations/004-map-rows.ts'
import type { Window } from '../question.ts'
import { isLate, type Place, slotOf } from './place.ts'

/**
 * Rows that bury traces in `late_traces`, where they counted and no longer do. What counts there now is written by the
 * table's view with the summary itself.
 */
export class LateTracesLeft {
  readonly #lines: string[] = []

  /** The trace counts in `now`, or nowhere, by its summary of this revision, and may have counted in `before`. */
  add(traceId: TraceId, revision: number, before: Place, now: Place | undefined): void {
    if (before === now || !isLate(before)) return
    this.#lines.push(`${slotOf(before)}\t${uuidOfTraceId(traceId)}\t${revision}\t1\n`)
  }

  /** Durable when it resolves. Again changes nothing. Before the marks, as summaries are. */
  async insert(connection: Connection): Promise<void> {
    if (this.#lines.length === 0) return
    const body = Buffer.from(this.#lines.join(''))
    await connection.insert({
      table: 'late_traces',
      columns: ['slot', 'trace_id', 'revision', 'gone'],
      format: 'TabSeparated',
      body: () => body,
    })
  }
}

const columns = [
  ...['slot', 'trace_id', 'revision', 'gone', 'counted'],
  ...['entity', 'name', 'type', 'account', 'flags', 'start', 'duration'].map((column) => `segment.${column}`),
  ...['caller', 'callee', 'flags', 'start', 'duration'].map((column) => `edge.${column}`),
  'groups',
].join(', ')

/**
 * Forgets all late traces of some slots, buried ones too, and copies those that the summaries have. A statement that
 * deletes binds no value: the engine stores it as text.
 */
export async function renewLateTraces(connection: Connection, { start, end }: Window): Promise<void> {
  await connection.command({
    sql: `alter table late_traces delete where slot >= ${Math.trunc(start)} and slot < ${Math.trunc(end)}`,
    settings: { mutations_sync: '1' },
  })
  await connection.command({
    sql: `insert into late_traces (${columns})
${lateTracesSql('summaries final', 'counted >= {start:Int64} and counted < {end:Int64}', ['groups'])}`,
    parameters: { start, end },
    settings: { use_skip_indexes: 0, optimize_move_to_prewhere_if_final: 0 },
  })
}
