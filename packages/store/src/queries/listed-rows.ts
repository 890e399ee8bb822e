import { type Micros, traceIdHex } from '@roentgen/trace'
import { type Connection, type QueryParameters, shortAnswer } from '../connection.ts'
import { KnownEntities } from '../known-entities.ts'
import { decodeListed, listedOf } from '../listed-decode.ts'
import { Breath } from '../loader/breath.ts'
import type { ListedTrace, TraceAt } from '../question.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import { summaryColumns } from '../summary-columns.ts'
import { decodeSummary } from '../summary-decode.ts'

/** A trace of a list, and its place there. */
export interface ListedRow {
  readonly key: TraceAt
  readonly summary: ListedTrace
}

/** A row of `summaries` by its key and its revision. */
export interface RevisionAt extends TraceAt {
  readonly revision: number
}

/** Of every question for rows by their keys. FINAL with PREWHERE is exact there: all rows of a trace have its key. */
export const rowsAtSettings = {
  do_not_merge_across_partitions_select_final: 1,
  optimize_move_to_prewhere_if_final: 0,
  use_skip_indexes: 0,
} as const

/** A key, as a condition for PREWHERE: the parameters of {@link keysOf}. */
export const isOneOf = `key_time in {times:Array(Int64)}
  and trace_id in {ids:Array(UUID)}`

export function keysOf(keys: readonly TraceAt[]) {
  return {
    times: [...new Set(keys.map(({ keyTime }) => keyTime))],
    ids: keys.map(({ traceId }) => traceIdHex(traceId)),
  }
}

/** A place in the list, as a text to find by. */
export function placeText({ keyTime, traceId }: TraceAt): string {
  return `${traceId}@${keyTime}`
}

/**
 * What do lists show under these keys? All rows, also those that are replaced: which of them holds is plain to see, and to
 * merge them would cost more. Their revision stands in `listed`, which tombstones have empty: two columns less for each granule.
 *
 * Cost: a granule of 32 traces for each key. Sort key: (key_time, trace_id).
 */
const listingsSql = `
select
  key_time,
  trace_id,
  listed
from listings
prewhere ${isOneOf}
`

/** The newest of the rows that say what a list shows under a key. */
export interface Listing {
  /** It buries the key. */
  readonly isGone: boolean
  /** undefined: it is buried, or several rows of this revision differ. */
  readonly trace: ListedTrace | undefined
}

interface NewestListing {
  readonly trace: ListedTrace | undefined
  readonly listed: Buffer
  isOne: boolean
}

/** By {@link placeText}. What was stored before there were listings, and what is being written, has none. */
export async function readListings(
  connection: Connection,
  keys: readonly TraceAt[],
): Promise<ReadonlyMap<string, Listing>> {
  const settings = { ...shortAnswer, use_skip_indexes: 0 } as const
  const question = { sql: listingsSql, parameters: keysOf(keys), settings }
  const row = new RowBinaryReader(await connection.bytes('ask', question, 'RowBinary'))
  const entities = new KnownEntities()
  const newest = new Map<string, NewestListing>()
  const breath = new Breath()
  while (!row.isAtEnd) {
    const at = { keyTime: row.int64() as Micros, traceId: row.traceId() }
    const listed = row.blob()
    const trace = listed.length === 0 ? undefined : decodeListed(at.traceId, new RowBinaryReader(listed), entities)
    const place = placeText(at)
    const known = newest.get(place)
    const order = known === undefined ? 1 : revisionOf(trace) - revisionOf(known.trace)
    if (order > 0) newest.set(place, { trace, listed, isOne: true })
    else if (order === 0 && known !== undefined && !known.listed.equals(listed)) known.isOne = false
    if (breath.due()) await breath.taken()
  }
  return new Map(
    [...newest].map(([place, { trace, isOne }]) => [
      place,
      { isGone: trace === undefined, trace: isOne ? trace : undefined },
    ]),
  )
}

/** A tombstone has the last revision of all. */
function revisionOf(trace: ListedTrace | undefined): number {
  return trace?.revision ?? Number.POSITIVE_INFINITY
}

/**
 * What holds of these traces, by the columns of which listings are made?
 *
 * Cost: a granule of all columns for each that stands alone. Sort key: (key_time, trace_id).
 */
const columnsSql = (conditions: readonly string[]) => `
select
  key_time,
  ${summaryColumns.join(',\n  ')}
from summaries final
prewhere ${isOneOf}
${conditions.length === 0 ? '' : `where ${conditions.join('\n  and ')}\n`}`

/** The same as listings say, and only of those of which the conditions hold, whose values are the parameters. */
export async function readFromColumns(
  connection: Connection,
  keys: readonly TraceAt[],
  where?: { readonly conditions: readonly string[]; readonly parameters: QueryParameters; readonly settings: object },
): Promise<ListedRow[]> {
  if (keys.length === 0) return []
  const question = {
    sql: columnsSql(where?.conditions ?? []),
    parameters: { ...where?.parameters, ...keysOf(keys) },
    settings: { ...where?.settings, ...rowsAtSettings },
  }
  const row = new RowBinaryReader(await connection.bytes('ask', question, 'RowBinary'))
  const entities = new KnownEntities()
  const rows: ListedRow[] = []
  const breath = new Breath()
  while (!row.isAtEnd) {
    const keyTime = row.int64() as Micros
    const summary = listedOf(decodeSummary(row, entities))
    rows.push({ key: { keyTime, traceId: summary.traceId }, summary })
    if (breath.due()) await breath.taken()
  }
  return rows
}

/** What the listing says of this row; undefined where it is of another revision, or there is none. */
export function listedAs({ revision }: RevisionAt, listing: Listing | undefined): ListedTrace | undefined {
  return listing?.trace?.revision === revision ? listing.trace : undefined
}

/** The same, or what is said of a later revision, whose summary is just being written. */
export function listedSince({ revision }: RevisionAt, listing: Listing | undefined): ListedTrace | undefined {
  const trace = listing?.trace
  return trace !== undefined && trace.revision >= revision ? trace : undefined
}

/** Those that were found, in the order of the keys. */
export function inOrder(keys: readonly TraceAt[], found: ReadonlyMap<string, ListedTrace>): ListedRow[] {
  return keys.flatMap(({ keyTime, traceId }) => {
    const summary = found.get(placeText({ keyTime, traceId }))
    return summary === undefined ? [] : [{ key: { keyTime, traceId }, summary }]
  })
}
