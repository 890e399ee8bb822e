import { type Micros, traceIdHex } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection, QueryParameters } from '../connection.ts'
import type { BoundSql } from '../filter-sql/bound.ts'
import { filterSettings } from '../filter-sql/filter-sql.ts'
import type { TraceKey } from '../question.ts'

/**
 * Which traces of this slice fit the filter, newest first? Their keys alone: of the 70 columns a filter reads a few.
 *
 * FINAL with exact skip indexes and never PREWHERE, as for the whole rows. Cost: the filter's columns of the slice, less
 * what the skip indexes leave out. Sort key: (key_time, trace_id).
 */
function keysSql(conditions: readonly string[]): string {
  return `
select
  key_time,
  trace_id
from summaries final
where ${conditions.join('\n  and ')}
order by key_time desc, trace_id desc
limit {limit:UInt32}
`
}

/**
 * Where are the whole rows of these keys? PREWHERE is exact here: all rows of a trace have its key.
 *
 * Cost: a granule of all columns for each key that stands alone. Sort key: (key_time, trace_id).
 */
export function rowsOfKeysSql(columns: readonly string[]): string {
  return `
select
  key_time,
  ${columns.join(',\n  ')}
from summaries final
prewhere key_time in {times:Array(Int64)}
  and trace_id in {ids:Array(UUID)}
order by key_time desc, trace_id desc
`
}

/** The keys of the slice's traces that fit, and the parameters of {@link rowsOfKeysSql} for them. */
export async function readFilteredKeys(
  connection: Connection,
  filter: BoundSql,
  slice: { readonly conditions: readonly string[]; readonly parameters: QueryParameters },
  settings: Readonly<Record<string, string | number>>,
): Promise<{ readonly keys: readonly TraceKey[]; readonly parameters: QueryParameters }> {
  const rows = await connection.rows('ask', {
    sql: keysSql([...slice.conditions, filter.sql]),
    parameters: { ...slice.parameters, ...filter.parameters },
    settings: { ...settings, ...filterSettings },
  })
  const keys = rows.map((row) => {
    const cells = new Cells(row)
    return { keyTime: cells.micros(), traceId: cells.traceId() }
  })
  const times: Micros[] = keys.map(({ keyTime }) => keyTime)
  return { keys, parameters: { times, ids: keys.map(({ traceId }) => traceIdHex(traceId)) } }
}
