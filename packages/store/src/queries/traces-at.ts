import type { Connection } from '../connection.ts'
import type { ListedTrace, TraceAt } from '../question.ts'
import { isOneOf, keysOf, listedRows, listedSql, rowsAtSettings } from './listed-rows.ts'

/**
 * What is listed under these keys, the newest first?
 *
 * Cost: a granule of one column for each key that stands alone. Sort key: (key_time, trace_id).
 */
const sql = `
select
  ${listedSql}
from summaries final
prewhere ${isOneOf}
order by key_time desc, trace_id desc
`

/** These traces, where they still stand under these keys. */
export async function readTracesAt(connection: Connection, keys: readonly TraceAt[]): Promise<readonly ListedTrace[]> {
  if (keys.length === 0) return []
  const question = { sql, parameters: keysOf(keys), settings: rowsAtSettings }
  const rows = await listedRows(connection, await connection.bytes('ask', question, 'RowBinary'))
  return rows.map(({ summary }) => summary)
}
