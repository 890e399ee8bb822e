import { type TraceId, traceIdHex } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'

/**
 * Which of these traces have documents of another server too? Asked after a server's own documents are durable: of two
 * servers that meet one trace at the same time, the later at least sees the other.
 *
 * Cost: as readDirectory. Sort key: trace_id.
 */
const sql = `
select trace_id
from traces
where trace_id in {ids:Array(UUID)}
group by trace_id
having groupBitOr(servers) != bitShiftLeft(toUInt64(1), {server:UInt8})
`

const idsOfQuery = 500

export async function readSharedTraces(
  connection: Connection,
  traceIds: readonly TraceId[],
  server: number,
): Promise<ReadonlySet<TraceId>> {
  const shared = new Set<TraceId>()
  for (let at = 0; at < traceIds.length; at += idsOfQuery) {
    const rows = await connection.rows('load', {
      sql,
      parameters: { ids: traceIds.slice(at, at + idsOfQuery).map(traceIdHex), server },
      settings: { max_threads: 1 },
    })
    for (const row of rows) shared.add(new Cells(row).traceId())
  }
  return shared
}
