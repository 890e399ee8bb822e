import type { Condition } from '@roentgen/filter'
import type { Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { Bound } from '../filter-sql/bound.ts'
import { filterSql } from '../filter-sql/filter-sql.ts'
import type { TraceAt } from '../question.ts'
import { setSettings } from './matching-traces.ts'

export interface RecentTrace extends TraceAt {
  readonly revision: number
}

/**
 * Which traces that fit were first received since, by whichever server, and what is their revision? The newest of them.
 *
 * Cost: the keys and the filter's columns of so much time. Sort key: key_time.
 */
const sql = (condition: string) => `
select
  key_time,
  trace_id,
  revision
from summaries final
where key_time >= {since:Int64}
  and ${condition}
order by key_time desc
limit {limit:UInt32}
`

export async function readRecentTraces(
  connection: Connection,
  condition: Condition,
  since: Micros,
  limit: number,
): Promise<readonly RecentTrace[]> {
  const bound = new Bound()
  const { sql: where } = filterSql(condition, bound)
  const parameters = { ...bound.parameters, since, limit }
  const rows = await connection.rows('ask', { sql: sql(where), parameters, settings: setSettings })
  return rows.map((row) => {
    const cells = new Cells(row)
    return { keyTime: cells.micros(), traceId: cells.traceId(), revision: cells.number() }
  })
}
