import { type Micros, type TraceId, traceIdHex } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection, QueryParameters } from '../connection.ts'
import type { BoundSql } from '../filter-sql/bound.ts'
import { filterSql } from '../filter-sql/filter-sql.ts'
import { KnownEntities } from '../known-entities.ts'
import type { TraceKey, TraceListCursor, TraceListPage, TraceListQuestion } from '../question.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import { summaryColumns } from '../summary-columns.ts'
import { decodeSummary } from '../summary-decode.ts'
import { readFilteredKeys, rowsOfKeysSql } from './filtered-slice.ts'

const rowsOfPage = 1_000
const tracesOfPage = 1_000_000
const millisecondsOfPage = 1_000

// Slices of the key, newest first: a short one answers most pages, longer ones find the rare match. With a filter only
// keys are read of a slice, and many traces may not fit: fewer and longer slices cost less.
const slices = { smallest: 200, growth: 4, largest: 250_000 }
const filteredSlices = { smallest: 8_192, growth: 8, largest: 1_000_000 }

const matches = {
  TraceId: `start >= {start:Int64} and start < {end:Int64}`,
  Event: `start < {end:Int64} and end >= {start:Int64}`,
  Service: `end >= {start:Int64} and end < {end:Int64}`,
} as const

/** Where do the keys begin and end? Cost: none, the parts know. */
const boundsSql = `
select
  count(),
  min(key_time),
  max(key_time)
from summaries
`

/**
 * Where does a slice of so many rows begin that ends at `to`? Replaced rows count here: they only make a slice shorter.
 *
 * Cost: one column of the slice, in the order of the key; counting traces instead took ten times as long. Sort key:
 * key_time.
 */
const sliceStartSql = `
select key_time
from summaries
where key_time >= {floor:Int64}
  and key_time < {to:Int64}
order by key_time desc
limit 1
offset {before:UInt32}
`

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
 * Between which keys below this one stand the traces that may be in the window? Replaced rows may answer too: they are
 * bounds.
 *
 * Cost: the granules that the minmax indexes leave. Sort key: key_time.
 */
function keysInWindowSql(range: TraceListQuestion['range']): string {
  return `
select
  count(),
  min(key_time),
  max(key_time)
from summaries
where key_time < {to:Int64}
  and ${matches[range]}
`
}

/**
 * Which traces of this slice are in the window, newest first?
 *
 * FINAL with exact skip indexes and never PREWHERE: both the other ways were measured to return replaced rows.
 * Cost: the slice's rows in the window. Sort key: (key_time, trace_id).
 */
function sliceSql(conditions: readonly string[]): string {
  return `
select
  key_time,
  ${summaryColumns.join(',\n  ')}
from summaries final
where ${conditions.join('\n  and ')}
order by key_time desc, trace_id desc
limit {limit:UInt32}
`
}

const sliceConditions = ['key_time >= {from:Int64}', 'key_time < {to:Int64}'] as const
const afterCondition = '(key_time < {afterTime:Int64} or trace_id < {afterId:UUID})'
const upToCondition = '(key_time > {from:Int64} or trace_id >= {upToId:UUID})'

const finalSettings = {
  do_not_merge_across_partitions_select_final: 1,
  use_skip_indexes_if_final: 1,
  use_skip_indexes_if_final_exact_mode: 1,
  optimize_move_to_prewhere_if_final: 0,
} as const

const inOrder = { optimize_read_in_order: 1, max_threads: 1 } as const

interface Found {
  readonly key: TraceKey & { readonly traceId: TraceId }
  readonly summary: TraceListPage['traces'][number]
}

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
  let floor: number = ends.oldest
  let isBounded = false

  const found: Found[] = []
  let scanned = 0
  let target = Math.max(sizes.smallest, limit * 2)
  const next = (key: TraceKey) => ({ after: key, newest, scanned: (cursor?.scanned ?? 0) + scanned })
  while (to > floor) {
    const from = await readSliceStart(connection, { to, floor, target })
    const parameters = { ...times, from, to, limit: limit - found.length }
    const { rows, last } = await readSlice(connection, { range, filter, parameters, after })
    found.push(...rows)
    if (last !== undefined) {
      // Without a filter nearly all is given that is looked at: not worth a question.
      scanned += filter === undefined ? rows.length : await readSliceCount(connection, { from, to, after, upTo: last })
      return page(found, scanned, next(last))
    }
    scanned += await readSliceCount(connection, { from, to, after })
    to = from
    after = { keyTime: from as Micros, traceId: undefined }
    target = Math.min(target * sizes.growth, sizes.largest)
    // One slice answers most pages; where it does not, the window may lie anywhere below.
    if (!isBounded && to > floor) {
      const bounds = await readKeysInWindow(connection, range, { ...times, to })
      if (bounds === undefined) break
      floor = Math.max(floor, bounds.oldest)
      to = bounds.newest + 1
      after = { keyTime: to as Micros, traceId: undefined }
      isBounded = true
    }
    if (to > floor && (scanned >= tracesOfPage || performance.now() - began > millisecondsOfPage))
      return page(found, scanned, next(after))
  }
  return page(found, scanned, undefined)
}

function page(found: readonly Found[], scanned: number, cursor: TraceListCursor | undefined): TraceListPage {
  return { traces: found.map(({ summary }) => summary), scanned, cursor }
}

/** The beginning of a slice that ends at `to` and holds `target` rows, or all down to the floor where those are fewer. */
async function readSliceStart(
  connection: Connection,
  { to, floor, target }: { to: number; floor: number; target: number },
): Promise<number> {
  const parameters = { to, floor, before: target - 1 }
  const [row] = await connection.rows('ask', { sql: sliceStartSql, parameters, settings: inOrder })
  return row === undefined ? floor : new Cells(row).number()
}

/** The slice's traces behind `after`, down to `upTo`, which stands in it, or to its end. */
async function readSliceCount(
  connection: Connection,
  { from, to, after, upTo }: { from: number; to: number; after: TraceKey; upTo?: TraceKey },
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

async function readEnds(connection: Connection): Promise<{ oldest: number; newest: Micros } | undefined> {
  const [row = []] = await connection.rows('ask', { sql: boundsSql })
  const cells = new Cells(row)
  return cells.number() === 0 ? undefined : { oldest: cells.number(), newest: cells.micros() }
}

async function readKeysInWindow(
  connection: Connection,
  range: TraceListQuestion['range'],
  parameters: QueryParameters,
): Promise<{ oldest: number; newest: number } | undefined> {
  const [row = []] = await connection.rows('ask', { sql: keysInWindowSql(range), parameters })
  const cells = new Cells(row)
  return cells.number() === 0 ? undefined : { oldest: cells.number(), newest: cells.number() }
}

interface Slice {
  readonly range: TraceListQuestion['range']
  readonly filter: BoundSql | undefined
  /** The window, the slice's ends, and the rows that are wanted. */
  readonly parameters: QueryParameters & { readonly limit: number }
  readonly after: TraceKey
}

/** The slice's traces, and where it was cut because there are as many as are wanted. */
async function readSlice(
  connection: Connection,
  { range, filter, parameters, after }: Slice,
): Promise<{ readonly rows: readonly Found[]; readonly last: TraceKey | undefined }> {
  const conditions = [...sliceConditions, matches[range], ...(after.traceId === undefined ? [] : [afterCondition])]
  const slice = { conditions, parameters: { ...parameters, ...boundOf(after) } }
  if (filter === undefined) {
    const rows = await readRows(connection, sliceSql(conditions), slice.parameters)
    return { rows, last: rows.length === parameters.limit ? rows.at(-1)?.key : undefined }
  }
  const fitting = await readFilteredKeys(connection, filter, slice, finalSettings)
  if (fitting.keys.length === 0) return { rows: [], last: undefined }
  // Of a trace that was replaced in between, the newer row; one that was buried is not here any more.
  const rows = await readRows(connection, rowsOfKeysSql(summaryColumns), fitting.parameters)
  return { rows, last: fitting.keys.length === parameters.limit ? fitting.keys.at(-1) : undefined }
}

async function readRows(connection: Connection, sql: string, parameters: QueryParameters): Promise<Found[]> {
  const entities = new KnownEntities()
  const bytes = await connection.bytes('ask', { sql, parameters, settings: finalSettings }, 'RowBinary')
  const row = new RowBinaryReader(bytes)
  const found: Found[] = []
  while (!row.isAtEnd) {
    const keyTime = row.int64() as Micros
    const summary = decodeSummary(row, entities)
    found.push({ key: { keyTime, traceId: summary.traceId }, summary })
  }
  return found
}
