import type { TraceId } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'

/**
 * Which traces have more segments than are assembled? A row that was replaced may answer too: that costs an assembly.
 *
 * Cost: one column, which is next to nothing when it is packed, of every summary. Sort key: none that helps.
 */
const sql = `
select distinct trace_id
from summaries
where limit_exceeded
`

export async function readTracesOverLimit(connection: Connection): Promise<TraceId[]> {
  return (await connection.rows('load', { sql })).map((row) => new Cells(row).traceId())
}
