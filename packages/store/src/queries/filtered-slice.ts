import type { Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import { type Connection, type QueryParameters, type Rows, shortAnswer } from '../connection.ts'
import { candidateSettings, listFilterSettings } from '../filter-sql/filter-sql.ts'
import type { ListedTrace, TraceAt } from '../question.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import type { ListFilter } from './list-filter.ts'
import {
  inOrder,
  isOneOf,
  keysOf,
  type ListedRow,
  listedAs,
  listedSince,
  placeText,
  type RevisionAt,
  readFromColumns,
  readListings,
  rowsAtSettings,
} from './listed-rows.ts'

/** A part of a list: where it lies, and what its traces fit. */
export interface FilteredSlice {
  readonly conditions: readonly string[]
  readonly filter: ListFilter
  readonly parameters: QueryParameters
  /** Whether a trace is in the window, as the conditions say it. */
  readonly isInWindow: (trace: ListedTrace) => boolean
}

/** A row that may fit. */
export interface Candidate extends RevisionAt {
  /** It buries the trace. */
  readonly isGone: boolean
}

/** Rows that may fit, newest first; of one trace they stand side by side. */
export interface Candidates {
  readonly rows: readonly Candidate[]
  /** There are no others. */
  readonly isAll: boolean
}

/**
 * Which rows of this slice fit, newest first? Their keys and revisions alone: of the 80 columns a filter reads a few.
 *
 * Each row is asked for itself, without FINAL, so that columns are read one after the other and only where the ones before
 * left something: those of the slice last, for they hold of nearly all. Replaced and buried rows may be among the answers; the
 * newest row of every trace that fits is.
 * Cost: the filter's columns of the slice, less what the skip indexes leave out. Sort key: (key_time, trace_id).
 */
function candidatesSql({ conditions, filter }: FilteredSlice): string {
  return `
select
  key_time,
  trace_id,
  revision,
  gone
from summaries
where ${[filter.likely.sql, ...conditions].join('\n  and ')}
order by key_time desc, trace_id desc
limit {candidates:UInt32}
`
}

/** At most so many rows of a slice that may fit. */
export async function readCandidates(connection: Connection, slice: FilteredSlice, count: number): Promise<Candidates> {
  const question = {
    sql: candidatesSql(slice),
    parameters: { ...slice.parameters, ...slice.filter.likely.parameters, candidates: count },
    settings: { ...candidateSettings, ...shortAnswer },
  }
  const row = new RowBinaryReader(await connection.bytes('ask', question, 'RowBinary'))
  const rows: Candidate[] = []
  while (!row.isAtEnd) rows.push(readCandidate(row))
  return { rows, isAll: rows.length < count }
}

function readCandidate(row: RowBinaryReader): Candidate {
  return { keyTime: row.int64() as Micros, traceId: row.traceId(), revision: row.uint32(), isGone: row.bool() }
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
    const { revision, isGone, ...key } = readCandidate(row)
    const place = placeText(key)
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
where ${[...conditions, filter.exact.sql].join('\n  and ')}
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
    parameters: { ...slice.parameters, ...slice.filter.exact.parameters, ...keysOf(keys) },
    settings: { ...listFilterSettings, ...rowsAtSettings },
  }
  return revisionsOf(await connection.rows('ask', question))
}

/** Answers of key, trace id and revision. */
function revisionsOf(rows: Rows): readonly RevisionAt[] {
  return rows.map((row) => {
    const cells = new Cells(row)
    return { keyTime: cells.micros(), traceId: cells.traceId(), revision: cells.number() }
  })
}

/**
 * The traces of the candidates that fit, newest first and at most `limit`.
 */
export async function readFittingRows(
  connection: Connection,
  slice: FilteredSlice,
  candidates: readonly Candidate[],
  limit: number,
): Promise<ListedRow[]> {
  const keys = keysOfCandidates(candidates)
  if (keys.length === 0) return []
  const { fits } = slice.filter
  const { found, unsure } =
    fits === undefined
      ? await readFittingByRevision(connection, slice, keys, candidates)
      : await readFittingAsListed(connection, { ...slice, fits }, keys)
  for (const { key, summary } of await readFittingFromColumns(connection, slice, unsure))
    found.set(placeText(key), summary)
  return inOrder(
    keys.map(({ key }) => key),
    found,
  ).slice(0, limit)
}

/** The rows of one key. */
interface CandidateKey {
  readonly key: TraceAt
  readonly newest: Candidate
}

/** In their order. Several rows of one key stand side by side. */
function keysOfCandidates(candidates: readonly Candidate[]): CandidateKey[] {
  const keys: CandidateKey[] = []
  for (const row of candidates) {
    const last = keys.at(-1)
    if (last === undefined || !isSameKey(row, last.key)) keys.push({ key: row, newest: row })
    else if (row.revision > last.newest.revision) keys[keys.length - 1] = { key: last.key, newest: row }
  }
  return keys
}

/** The key of so many that the candidates have, counted from 1; undefined where they have fewer. */
export function keyOfCandidate(candidates: readonly Candidate[], number: number): TraceAt | undefined {
  return keysOfCandidates(candidates)[number - 1]?.key
}

export function isSameKey(one: TraceAt, other: TraceAt | undefined): boolean {
  return one.traceId === other?.traceId && one.keyTime === other.keyTime
}

interface Looked {
  /** By {@link placeText}. */
  readonly found: Map<string, ListedTrace>
  /** To be read from the columns. */
  readonly unsure: readonly TraceAt[]
}

/**
 * What lists show of a trace tells whether it fits. It is of the newest revision: whoever finds a summary finds its listing, or that
 * of a later one, whose summary is just being written.
 */
async function readFittingAsListed(
  connection: Connection,
  { fits, isInWindow }: FilteredSlice & { readonly fits: (trace: ListedTrace) => boolean },
  keys: readonly CandidateKey[],
): Promise<Looked> {
  const standing = keys.filter(({ newest }) => !newest.isGone).map(({ newest }) => newest)
  const listings = await readListings(connection, standing)
  const found = new Map<string, ListedTrace>()
  const unsure: TraceAt[] = []
  for (const row of standing) {
    const place = placeText(row)
    const trace = listedSince(row, listings.get(place))
    if (trace === undefined) unsure.push(row)
    else if (isInWindow(trace) && fits(trace)) found.set(place, trace)
  }
  return { found, unsure }
}

/**
 * What holds of a trace is its newest row: it fits where that is a candidate, as nearly always. Of the others the engine merges the
 * rows and asks again.
 */
async function readFittingByRevision(
  connection: Connection,
  slice: FilteredSlice,
  keys: readonly CandidateKey[],
  candidates: readonly Candidate[],
): Promise<Looked> {
  const places = keys.map(({ key }) => key)
  const [newest, listings] = await Promise.all([readNewest(connection, places), readListings(connection, places)])
  const fitting = new Map<string, Candidate[]>()
  for (const row of candidates) {
    const place = placeText(row)
    const known = fitting.get(place)
    if (known === undefined) fitting.set(place, [row])
    else known.push(row)
  }
  const sure: RevisionAt[] = []
  const revised: TraceAt[] = []
  for (const key of places) {
    const place = placeText(key)
    const { revision, isGone, rows } = newest.get(place) ?? noRow
    if (isGone) continue
    // Where several rows have the newest revision, the one that was written last holds, whichever that is.
    const fits = fitting.get(place)?.filter((row) => row.revision === revision).length ?? 0
    if (fits >= rows) sure.push({ ...key, revision })
    else revised.push(key)
  }
  sure.push(...(await readFitting(connection, slice, revised)))
  const found = new Map<string, ListedTrace>()
  const unsure: TraceAt[] = []
  for (const row of sure) {
    const place = placeText(row)
    const trace = listedAs(row, listings.get(place))
    if (trace === undefined) unsure.push(row)
    else if (slice.isInWindow(trace)) found.set(place, trace)
  }
  return { found, unsure }
}

function readFittingFromColumns(
  connection: Connection,
  { conditions, filter, parameters }: FilteredSlice,
  keys: readonly TraceAt[],
): Promise<ListedRow[]> {
  return readFromColumns(connection, keys, {
    conditions: [...conditions, filter.exact.sql],
    parameters: { ...parameters, ...filter.exact.parameters },
    settings: listFilterSettings,
  })
}
