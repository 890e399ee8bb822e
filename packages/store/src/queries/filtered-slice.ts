import { Cells } from '../cells.ts'
import type { Connection, QueryParameters } from '../connection.ts'
import type { BoundSql } from '../filter-sql/bound.ts'
import { listFilterSettings } from '../filter-sql/filter-sql.ts'
import type { TraceAt } from '../question.ts'
import { isOneOf, keysOf, type ListedRow, listedRows, listedSql, rowsAtSettings } from './listed-rows.ts'

/** A part of a list: where it lies, and what its traces fit. */
export interface FilteredSlice {
  readonly conditions: readonly string[]
  readonly filter: BoundSql
  readonly parameters: QueryParameters
}

/**
 * Which rows of this slice fit, newest first? Their keys alone: of the 80 columns a filter reads a few.
 *
 * Each row is asked for itself, without FINAL, so that columns are read one after the other and only where the ones before
 * left something. Replaced rows may be among the answers; the newest row of every trace that fits is.
 * Cost: the filter's columns of the slice, less what the skip indexes leave out. Sort key: (key_time, trace_id).
 */
function candidatesSql({ conditions, filter }: FilteredSlice): string {
  return `
select
  key_time,
  trace_id
from summaries
where ${[...conditions, 'gone = 0', filter.sql].join('\n  and ')}
order by key_time desc, trace_id desc
limit {candidates:UInt32}
`
}

/**
 * Which of these keys are those of traces that fit, and what are their whole rows?
 *
 * PREWHERE is exact here: all rows of a trace have its key. Skip indexes would not be, and the keys leave little for them.
 * Cost: a granule of the filter's columns and of `listed` for each key that stands alone. Sort key: (key_time, trace_id).
 */
function rowsSql({ conditions, filter }: FilteredSlice): string {
  return `
select
  ${listedSql}
from summaries final
prewhere ${isOneOf}
where ${[...conditions, filter.sql].join('\n  and ')}
order by key_time desc, trace_id desc
limit {limit:UInt32}
`
}

/** At most so many keys of a slice that may fit. */
export async function readCandidates(
  connection: Connection,
  slice: FilteredSlice,
  count: number,
): Promise<{ readonly keys: readonly TraceAt[]; readonly isAll: boolean }> {
  const rows = await connection.rows('ask', {
    sql: candidatesSql(slice),
    parameters: { ...slice.parameters, ...slice.filter.parameters, candidates: count },
    settings: listFilterSettings,
  })
  const keys = rows.map((row) => {
    const cells = new Cells(row)
    return { keyTime: cells.micros(), traceId: cells.traceId() }
  })
  // Several rows of one trace stand side by side.
  const distinct = keys.filter(({ traceId }, i) => keys[i - 1]?.traceId !== traceId)
  return { keys: distinct, isAll: rows.length < count }
}

/** The rows of the candidates that fit, newest first. */
export async function readFittingRows(
  connection: Connection,
  slice: FilteredSlice,
  keys: readonly TraceAt[],
): Promise<ListedRow[]> {
  const question = {
    sql: rowsSql(slice),
    parameters: { ...slice.parameters, ...slice.filter.parameters, ...keysOf(keys) },
    settings: { ...listFilterSettings, ...rowsAtSettings },
  }
  return listedRows(connection, await connection.bytes('ask', question, 'RowBinary'))
}
