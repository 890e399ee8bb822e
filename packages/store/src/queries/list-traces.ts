import { type Micros, traceIdHex } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection, QueryParameters } from '../connection.ts'
import type { BoundSql } from '../filter-sql/bound.ts'
import { filterSql } from '../filter-sql/filter-sql.ts'
import type { TraceAt, TraceKey, TraceListCursor, TraceListPage, TraceListQuestion } from '../question.ts'
import { type FilteredSlice, readCandidates, readFittingRows, revisionsOf } from './filtered-slice.ts'
import {
  findSliceStart,
  isInWindow,
  matches,
  readEnds,
  readKeysOfWindow,
  readSliceRows,
  readSliceStart,
} from './list-slices.ts'
import { type ListedRow, readListed } from './listed-rows.ts'

const rowsOfPage = 1_000
const tracesOfPage = 1_000_000
const millisecondsOfPage = 1_000

// Slices of the key, newest first: a short one answers most pages, longer ones find the rare match. With a filter the
// engine stops within a slice when it has what is wanted: fewer and longer ones cost less.
const slices = { smallest: 200, growth: 4, largest: 250_000 }
const filteredSlices = { smallest: 750_000, growth: 1, largest: 750_000 }

/**
 * How many traces does a slice hold, or the part of it between two places in the list? Each once, however many of its rows
 * are not merged yet.
 *
 * Cost: the keys of the slice. Sort key: (key_time, trace_id).
 */
const sliceCountSql = (conditions: readonly string[]) => `
select count()
from summaries final
where ${conditions.join('\n  and ')}
`

/**
 * Which traces of this slice are in the window, newest first?
 *
 * FINAL with exact skip indexes and never PREWHERE: both the other ways were measured to return replaced rows.
 * Cost: four small columns of the slice. Sort key: (key_time, trace_id).
 */
function sliceSql(conditions: readonly string[]): string {
  return `
select
  key_time,
  trace_id,
  revision
from summaries final
where ${conditions.join('\n  and ')}
order by key_time desc, trace_id desc
limit {limit:UInt32}
`
}

/** A trace that was replaced may be a candidate and not fit: then more are asked for at a time, up to so many. */
const mostCandidates = 10_000

/** Of more rows these are counted: to tell replaced ones apart would cost more than to find the rare match. */
const countedExactly = 16_384

const sliceConditions = ['key_time >= {from:Int64}', 'key_time < {to:Int64}'] as const
const afterCondition = '(key_time < {afterTime:Int64} or trace_id < {afterId:UUID})'
const upToCondition = '(key_time > {from:Int64} or trace_id >= {upToId:UUID})'

const finalSettings = {
  do_not_merge_across_partitions_select_final: 1,
  use_skip_indexes_if_final: 1,
  use_skip_indexes_if_final_exact_mode: 1,
  optimize_move_to_prewhere_if_final: 0,
} as const

/** One page of the list. It ends at `limit` rows, after a second, or after a million traces looked at. */
export async function listTraces(connection: Connection, question: TraceListQuestion): Promise<TraceListPage> {
  const { window, range, cursor } = question
  const filter = question.filter === undefined ? undefined : filterSql(question.filter)
  const sizes = filter === undefined ? slices : filteredSlices
  const limit = Math.min(question.limit ?? rowsOfPage, rowsOfPage)
  const times = { start: window.start, end: window.end }
  const began = performance.now()

  const ends = await readEnds(connection)
  if (ends === undefined) return { traces: [], scanned: 0, cursor: undefined }
  const newest = cursor?.newest ?? { keyTime: ends.newest, traceId: undefined }
  let after: TraceKey = cursor?.after ?? { keyTime: (ends.newest + 1) as Micros, traceId: undefined }
  let to = after.keyTime + (after.traceId === undefined ? 0 : 1)
  // Few traces are received before they start or long after: those whose keys lie outside of the window come last, or first.
  let floor = Math.max(ends.oldest, window.start)
  let isBounded = ends.oldest >= window.start && to <= window.end
  const bound = async () => {
    const bounds = await readKeysOfWindow(connection, range, { ...times, to })
    floor = Math.max(ends.oldest, bounds.oldest)
    if (bounds.newest + 1 < to) {
      to = bounds.newest + 1
      after = { keyTime: to as Micros, traceId: undefined }
    }
    isBounded = true
  }
  if (!isBounded && (to > window.end || to <= floor)) await bound()

  const found: ListedRow[] = []
  let scanned = 0
  let target = Math.max(sizes.smallest, limit * 2)
  let attempt = 1
  const next = (key: TraceKey) => ({ after: key, newest, scanned: (cursor?.scanned ?? 0) + scanned })
  while (to > floor) {
    const { from, rows } = await (filter === undefined ? readSliceStart : findSliceStart)(connection, {
      to,
      floor,
      target,
    })
    const slice = { range, parameters: { ...times, from, to }, rows, after, limit: limit - found.length }
    const read =
      filter === undefined
        ? await readSlice(connection, slice)
        : await readFilteredSlice(connection, { ...slice, filter, attempt })
    found.push(...read.rows)
    scanned += read.scanned
    if (read.last === undefined) {
      to = from
      after = { keyTime: from as Micros, traceId: undefined }
      target = Math.min(target * sizes.growth, sizes.largest)
    } else {
      if (found.length === limit) return page(found, scanned, next(read.last))
      after = read.last
      to = after.keyTime + 1
      attempt += 1
    }
    if (to <= floor && !isBounded) await bound()
    if (to > floor && (scanned >= tracesOfPage || performance.now() - began > millisecondsOfPage))
      return page(found, scanned, next(after))
  }
  return page(found, scanned, undefined)
}

function page(found: readonly ListedRow[], scanned: number, cursor: TraceListCursor | undefined): TraceListPage {
  return { traces: found.map(({ summary }) => summary), scanned, cursor }
}

/** The slice's traces behind `after`, down to `upTo`, which stands in it, or to its end. */
async function readSliceCount(
  connection: Connection,
  { from, to, after, upTo }: { from: number; to: number; after: TraceKey; upTo?: TraceKey | undefined },
): Promise<number> {
  const conditions: string[] = [...sliceConditions]
  let parameters: QueryParameters = { from, to, ...boundOf(after) }
  if (after.traceId !== undefined) conditions.push(afterCondition)
  if (upTo?.traceId !== undefined) {
    conditions.push(upToCondition)
    parameters = { ...parameters, from: upTo.keyTime, upToId: traceIdHex(upTo.traceId) }
  }
  const question = { sql: sliceCountSql(conditions), parameters, settings: finalSettings }
  const [row = []] = await connection.rows('ask', question)
  return new Cells(row).number()
}

function boundOf({ keyTime, traceId }: TraceKey): QueryParameters {
  return traceId === undefined ? {} : { afterTime: keyTime, afterId: traceIdHex(traceId) }
}

interface Slice {
  readonly range: TraceListQuestion['range']
  /** The window and the slice's ends. */
  readonly parameters: { readonly start: number; readonly end: number; readonly from: number; readonly to: number }
  /** Rows between them, or fewer. */
  readonly rows: number
  readonly after: TraceKey
  /** Traces that are wanted. */
  readonly limit: number
}

interface SliceRead {
  readonly rows: readonly ListedRow[]
  /** Where reading stopped before the slice's end. */
  readonly last: TraceKey | undefined
  /** Traces looked at. */
  readonly scanned: number
}

function conditionsOf({ range, after }: Slice): string[] {
  return [...sliceConditions, matches[range], ...(after.traceId === undefined ? [] : [afterCondition])]
}

async function readSlice(connection: Connection, slice: Slice): Promise<SliceRead> {
  const { parameters, after, limit } = slice
  const found = await connection.rows('ask', {
    sql: sliceSql(conditionsOf(slice)),
    parameters: { ...parameters, ...boundOf(after), limit },
    settings: finalSettings,
  })
  const keys = revisionsOf(found)
  const rows = await readListed(connection, keys)
  const last = keys.length === limit ? keys.at(-1) : undefined
  // Nearly all is given that is looked at: where all that is wanted was found, counting is not worth a question.
  const scanned = last === undefined ? await readSliceCount(connection, { ...parameters, after }) : rows.length
  return { rows, last, scanned }
}

async function readFilteredSlice(
  connection: Connection,
  slice: Slice & { readonly filter: BoundSql; readonly attempt: number },
): Promise<SliceRead> {
  const { parameters, after, limit, filter, attempt } = slice
  const asked: FilteredSlice = {
    conditions: conditionsOf(slice),
    filter,
    parameters: { ...parameters, ...boundOf(after) },
    isInWindow: (trace) => isInWindow[slice.range](parameters, trace),
  }
  // Nearly all that was received within the window started in it: where that is not so, the second attempt asks.
  const isWithin = parameters.from >= parameters.start && parameters.to <= parameters.end
  const fewer =
    isWithin && attempt === 1 ? asked.conditions.filter((one) => one !== matches[slice.range]) : asked.conditions
  // Some more than are wanted: one in twenty was revised lately, and a second look costs as much as the first.
  const wanted = Math.ceil(limit * 1.2) + 8
  const candidates = Math.min(wanted * 4 ** (attempt - 1), mostCandidates)
  const { rows: found, isAll } = await readCandidates(connection, { ...asked, conditions: fewer }, candidates)
  // Several rows of one key stand side by side, and so may those of the two keys of a trace that has moved.
  const keys = found.filter((row, i) => !isSameKey(row, found[i - 1]))
  const end = isAll ? undefined : keys.at(-1)
  const [rows, looked] = await Promise.all([
    keys.length === 0 ? [] : readFittingRows(connection, asked, keys, found, limit),
    readLooked(connection, slice, end),
  ])
  const given = rows.length === limit ? rows.at(-1)?.key : undefined
  if (given === undefined || isSameKey(given, end)) return { rows, last: given ?? end, scanned: looked }
  return { rows, last: given, scanned: await readLooked(connection, slice, given) }
}

function isSameKey(one: TraceAt, other: TraceAt | undefined): boolean {
  return one.traceId === other?.traceId && one.keyTime === other.keyTime
}

/** Traces of the slice that stand behind `after`, down to `upTo`. */
async function readLooked(connection: Connection, slice: Slice, upTo: TraceKey | undefined): Promise<number> {
  const { parameters, after } = slice
  const rows = upTo === undefined ? slice.rows : await readSliceRows(connection, upTo.keyTime, parameters.to)
  return rows > countedExactly ? rows : readSliceCount(connection, { ...parameters, after, upTo })
}
