import type { Micros, TraceId } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'

/**
 * Which traces have documents on both sides of this time?
 *
 * Cost: reads the directory in its order, whatever its size in the same memory. Sort key: trace_id.
 */
const sql = `
select trace_id
from traces
group by trace_id
having min(first) < {time:Int64}
  and max(last) >= {time:Int64}
`

export async function readStraddlingTraces(connection: Connection, time: Micros): Promise<TraceId[]> {
  const rows = await connection.rows('load', {
    sql,
    parameters: { time },
    settings: { optimize_aggregation_in_order: 1, max_threads: 1 },
  })
  return rows.map((row) => new Cells(row).traceId())
}
