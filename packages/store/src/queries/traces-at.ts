import { traceIdHex } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import { KnownEntities } from '../known-entities.ts'
import type { ListedTrace, TraceAt } from '../question.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import { decodeListed } from '../summary-decode.ts'

/**
 * What is listed under these keys, the newest first? PREWHERE is exact here: all rows of a trace have its key.
 *
 * Cost: a granule of one column for each key that stands alone. Sort key: (key_time, trace_id).
 */
const sql = `
select listed
from summaries final
prewhere key_time in {times:Array(Int64)}
  and trace_id in {ids:Array(UUID)}
order by key_time desc, trace_id desc
`

const finalSettings = {
  do_not_merge_across_partitions_select_final: 1,
  use_skip_indexes_if_final: 1,
  use_skip_indexes_if_final_exact_mode: 1,
  optimize_move_to_prewhere_if_final: 0,
} as const

/** These traces, where they still stand under these keys. */
export async function readTracesAt(connection: Connection, keys: readonly TraceAt[]): Promise<readonly ListedTrace[]> {
  if (keys.length === 0) return []
  const parameters = {
    times: [...new Set(keys.map(({ keyTime }) => keyTime))],
    ids: keys.map(({ traceId }) => traceIdHex(traceId)),
  }
  const bytes = await connection.bytes('ask', { sql, parameters, settings: finalSettings }, 'RowBinary')
  const row = new RowBinaryReader(bytes)
  const entities = new KnownEntities()
  const found: ListedTrace[] = []
  while (!row.isAtEnd) found.push(decodeListed(row, entities))
  return found
}
