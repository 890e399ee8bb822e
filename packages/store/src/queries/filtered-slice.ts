import type { Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection, QueryParameters, Rows } from '../connection.ts'
import type { BoundSql } from '../filter-sql/bound.ts'
import { listFilterSettings } from '../filter-sql/filter-sql.ts'
import type { ListedTrace, TraceAt } from '../question.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import {
  inOrder,
  isOneOf,
  keysOf,
  type ListedRow,
  listedAs,
  placeText,
  type RevisionAt,
  readFromColumns,
  readListings,
  rowsAtSettings,
} from './listed-rows.ts'

/** A part of a list: where it lies, and what its traces fit. */
export interface FilteredSlice {
  readonly conditions: readonly string[]
  readonly filter: BoundSql
  readonly parameters: QueryParameters
  /** Whether a trace is in the window, as the conditions say it. */
  readonly isInWindow: (trace: ListedTrace) => boolean
}

/** Rows that fit, newest first; of one trace they stand side by side. */
export interface Candidates {
  readonly rows: readonly RevisionAt[]
  /** There are no others. */
  readonly isAll: boolean
}

/**
 * Which rows of this slice fit, newest first? Their keys and revisions alone: of the 80 columns a filter reads a few.
 *
 * Each row is asked for itself, without FINAL, so that columns are read one after the other and only where the ones before
 * left something. Replaced rows may be among the answers; the newest row of every trace that fits is.
 * Cost: the filter's columns of the slice, less what the skip indexes leave out. Sort key: (key_time, trace_id).
 */
function candidatesSql({ conditions, filter }: FilteredSlice): string {
  return `
select
  key_time,
  trace_id,
  revision
from summaries
where ${[...conditions, 'gone = 0', filter.sql].join('\n  and ')}
order by key_time desc, trace_id desc
limit {candidates:UInt32}
`
}

/** At most so many rows of a slice that may fit. */
export async function readCandidates(connection: Connection, slice: FilteredSlice, count: number): Promise<Candidates> {
  const answer = await connection.rows('ask', {
    sql: candidatesSql(slice),
    parameters: { ...slice.parameters, ...slice.filter.parameters, candidates: count },
    settings: listFilterSettings,
  })
  const rows = revisionsOf(answer)
  return { rows, isAll: rows.length < count }
}

/**
 * Which rows have these keys, replaced ones too?
 *
 * Cost: a granule of small columns for each key that stands alone. Sort key: (key_time, trace_id).
 */
const revisionsSql = `
select
  key_time,
  trace_id,
  revision,
  gone
from summaries
prewhere ${isOneOf}
`

/** Of the rows with one key: the newest revision, and how many rows have it. */
interface Newest {
  readonly revision: number
  readonly isGone: boolean
  readonly rows: number
}

/** As little of the trace is left as of one that is buried. */
const noRow: Newest = { revision: 0, isGone: true, rows: 0 }

/** By {@link placeText}. */
async function readNewest(connection: Connection, keys: readonly TraceAt[]): Promise<ReadonlyMap<string, Newest>> {
  const question = {
    sql: revisionsSql,
    parameters: keysOf(keys),
    settings: { enable_analyzer: 0, use_skip_indexes: 0 } as const,
  }
  const row = new RowBinaryReader(await connection.bytes('ask', question, 'RowBinary'))
  const newest = new Map<string, Newest>()
  while (!row.isAtEnd) {
    const place = placeText({ keyTime: row.int64() as Micros, traceId: row.traceId() })
    const [revision, isGone] = [row.uint32(), row.bool()]
    const known = newest.get(place)
    // A tombstone has the last revision of all.
    const order = revision - (known?.revision ?? -1)
    if (order > 0) newest.set(place, { revision, isGone, rows: 1 })
    else if (order === 0 && known !== undefined) newest.set(place, { revision, isGone, rows: known.rows + 1 })
  }
  return newest
}

/**
 * Which of these traces fit as they are now, and in which revision?
 *
 * PREWHERE is exact here: all rows of a trace have its key. Skip indexes would not be, and the keys leave little for them.
 * Cost: a granule of the filter's columns for each key that stands alone. Sort key: (key_time, trace_id).
 */
function fittingSql({ conditions, filter }: FilteredSlice): string {
  return `
select
  key_time,
  trace_id,
  revision
from summaries final
prewhere ${isOneOf}
where ${[...conditions, filter.sql].join('\n  and ')}
`
}

async function readFitting(
  connection: Connection,
  slice: FilteredSlice,
  keys: readonly TraceAt[],
): Promise<readonly RevisionAt[]> {
  if (keys.length === 0) return []
  const question = {
    sql: fittingSql(slice),
    parameters: { ...slice.parameters, ...slice.filter.parameters, ...keysOf(keys) },
    settings: { ...listFilterSettings, ...rowsAtSettings },
  }
  return revisionsOf(await connection.rows('ask', question))
}

/** Answers of key, trace id and revision. */
export function revisionsOf(rows: Rows): readonly RevisionAt[] {
  return rows.map((row) => {
    const cells = new Cells(row)
    return { keyTime: cells.micros(), traceId: cells.traceId(), revision: cells.number() }
  })
}

/**
 * The traces of the candidates that fit, newest first and at most `limit`. What holds of a trace is its newest row: it fits
 * where that is a candidate, as nearly always. Of the others the engine merges the rows and asks again.
 */
export async function readFittingRows(
  connection: Connection,
  slice: FilteredSlice,
  keys: readonly TraceAt[],
  candidates: readonly RevisionAt[],
  limit: number,
): Promise<ListedRow[]> {
  const [newest, listings] = await Promise.all([readNewest(connection, keys), readListings(connection, keys)])
  const fitting = new Map<string, RevisionAt[]>()
  for (const row of candidates) {
    const place = placeText(row)
    const known = fitting.get(place)
    if (known === undefined) fitting.set(place, [row])
    else known.push(row)
  }
  const sure: RevisionAt[] = []
  const unsure: TraceAt[] = []
  for (const key of keys) {
    const place = placeText(key)
    const { revision, isGone, rows } = newest.get(place) ?? noRow
    if (isGone) continue
    // Where several rows have the newest revision, the one that was written last holds, whichever that is.
    const fits = fitting.get(place)?.filter((row) => row.revision === revision).length ?? 0
    if (fits >= rows) sure.push({ ...key, revision })
    else unsure.push(key)
  }
  sure.push(...(await readFitting(connection, slice, unsure)))
  const found = new Map<string, ListedTrace>()
  const unlisted: TraceAt[] = []
  for (const row of sure) {
    const place = placeText(row)
    const trace = listedAs(row, listings.get(place))
    if (trace === undefined) unlisted.push(row)
    else if (slice.isInWindow(trace)) found.set(place, trace)
  }
  const { conditions, filter, parameters } = slice
  const asked = await readFromColumns(connection, unlisted, {
    conditions: [...conditions, filter.sql],
    parameters: { ...parameters, ...filter.parameters },
    settings: listFilterSettings,
  })
  for (const { key, summary } of asked) found.set(placeText(key), summary)
  return inOrder(keys, found).slice(0, limit)
}
