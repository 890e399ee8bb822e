import { type Micros, type TraceId, traceIdHex } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection, Lane } from '../connection.ts'

/** What the trace directory says of a trace that has documents in the store. */
export interface DirectoryEntry {
  /** Receipt of its earliest document: its key. */
  readonly first: Micros
  readonly last: Micros
}

/**
 * When were the documents of these traces received? Unknown traces are left out.
 *
 * Cost: one granule of 128 ids a trace and part; 1 to 2 ms for a few, 30 to 60 ms for 750 of 2 M. Sort key: trace_id.
 */
const sql = `
select
  trace_id,
  min(first),
  max(last)
from traces
where trace_id in {ids:Array(UUID)}
group by trace_id
`

export async function readDirectory(
  connection: Connection,
  lane: Lane,
  traceIds: readonly TraceId[],
): Promise<Map<TraceId, DirectoryEntry>> {
  if (traceIds.length === 0) return new Map()
  const rows = await connection.rows(lane, { sql, parameters: { ids: traceIds.map(traceIdHex) } })
  return new Map(
    rows.map((row) => {
      const cells = new Cells(row)
      return [cells.traceId(), { first: cells.micros(), last: cells.micros() }]
    }),
  )
}
