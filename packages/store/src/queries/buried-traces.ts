import type { Micros, TraceId } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'

/**
 * Which traces with documents on both sides of this time have a tombstone after it, and in which partitions?
 *
 * Without FINAL: it may hide a tombstone that still wins. Cost: reads the directory in its order, and of all summaries
 * since then whether they are tombstones. Sort keys: trace_id, key_time.
 */
const sql = `
select distinct
  _partition_id,
  trace_id
from summaries
where gone = 1
  and key_time >= {time:Int64}
  and trace_id in (
    select trace_id
    from traces
    group by trace_id
    having min(first) < {time:Int64}
      and max(last) >= {time:Int64}
  )
`

/** By the names of partitions. */
export async function readBuriedTraces(connection: Connection, time: Micros): Promise<ReadonlyMap<string, TraceId[]>> {
  const rows = await connection.rows('load', {
    sql,
    parameters: { time },
    settings: { optimize_aggregation_in_order: 1, max_threads: 1 },
  })
  const partitions = new Map<string, TraceId[]>()
  for (const row of rows) {
    const cells = new Cells(row)
    const partition = cells.text()
    const traceIds = partitions.get(partition) ?? []
    partitions.set(partition, traceIds)
    traceIds.push(cells.traceId())
  }
  return partitions
}
