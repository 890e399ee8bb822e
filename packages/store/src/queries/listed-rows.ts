import { type Micros, type TraceId, traceIdHex } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import { KnownEntities } from '../known-entities.ts'
import { decodeListed, listedOf } from '../listed-decode.ts'
import type { ListedTrace, TraceAt } from '../question.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import { summaryColumns } from '../summary-columns.ts'
import { decodeSummary } from '../summary-decode.ts'

/** A trace of a list, and its place there. */
export interface ListedRow {
  readonly key: TraceAt
  readonly summary: ListedTrace
}

/** The columns of {@link listedRows}. */
export const listedSql = `key_time,
  trace_id,
  listed`

/** Of every question for rows by their keys. FINAL with PREWHERE is exact there: all rows of a trace have its key. */
export const rowsAtSettings = {
  do_not_merge_across_partitions_select_final: 1,
  optimize_move_to_prewhere_if_final: 0,
  use_skip_indexes: 0,
} as const

/** A key, as a condition for PREWHERE: the parameters of {@link keysOf}. */
export const isOneOf = `key_time in {times:Array(Int64)}
  and trace_id in {ids:Array(UUID)}`

export function keysOf(keys: readonly TraceAt[]) {
  return {
    times: [...new Set(keys.map(({ keyTime }) => keyTime))],
    ids: keys.map(({ traceId }) => traceIdHex(traceId)),
  }
}

/**
 * What has the list of these traces that were stored before `listed` was there?
 *
 * Cost: a granule of all columns for each that stands alone. Sort key: (key_time, trace_id).
 */
const unlistedSql = `
select
  ${summaryColumns.join(',\n  ')}
from summaries final
prewhere ${isOneOf}
`

/** An answer of {@link listedSql} in RowBinary. Rows of before migration 11 are read from their columns. */
export async function listedRows(connection: Connection, bytes: Buffer): Promise<ListedRow[]> {
  const entities = new KnownEntities()
  const row = new RowBinaryReader(bytes)
  const rows: { readonly key: TraceAt; readonly summary: ListedTrace | undefined }[] = []
  while (!row.isAtEnd) {
    const key = { keyTime: row.int64() as Micros, traceId: row.traceId() }
    rows.push({ key, summary: row.varint() === 0 ? undefined : decodeListed(key.traceId, row, entities) })
  }
  const unlisted = rows.filter(({ summary }) => summary === undefined).map(({ key }) => key)
  const found = unlisted.length === 0 ? undefined : await readUnlisted(connection, unlisted, entities)
  return rows.flatMap(({ key, summary = found?.get(key.traceId) }) => (summary === undefined ? [] : [{ key, summary }]))
}

async function readUnlisted(
  connection: Connection,
  keys: readonly TraceAt[],
  entities: KnownEntities,
): Promise<ReadonlyMap<TraceId, ListedTrace>> {
  const question = { sql: unlistedSql, parameters: keysOf(keys), settings: rowsAtSettings }
  const row = new RowBinaryReader(await connection.bytes('ask', question, 'RowBinary'))
  const found = new Map<TraceId, ListedTrace>()
  while (!row.isAtEnd) {
    const summary = decodeSummary(row, entities)
    found.set(summary.traceId, listedOf(summary))
  }
  return found
}
