import { type Micros, type TraceId, traceIdHex } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection, QueryParameters } from '../connection.ts'
import { KnownEntities } from '../known-entities.ts'
import type { TraceKey, TraceListCursor, TraceListPage, TraceListQuestion } from '../question.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import { summaryColumns } from '../summary-columns.ts'
import { decodeSummary } from '../summary-decode.ts'

const rowsOfPage = 1_000
const tracesOfPage = 1_000_000
const millisecondsOfPage = 1_000

// Slices of the key, newest first: a short one answers most pages, longer ones find the rare match.
const smallestSlice = 200
const largestSlice = 250_000

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
 * Where does a slice of so many traces begin that ends at `to`? The rows that a trace's later ones replace have its key.
 *
 * Cost: two columns of the slice, in the order of the key. Sort key: key_time.
 */
const sliceStartSql = `
select
  count(),
  min(key_time)
from (
  select key_time
  from summaries
  where key_time >= {floor:Int64}
    and key_time < {to:Int64}
  order by key_time desc
  limit 1 by key_time, trace_id
  limit {target:UInt32}
)
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
function sliceSql(range: TraceListQuestion['range'], bounded: boolean): string {
  return `
select
  key_time,
  ${summaryColumns.join(',\n  ')}
from summaries final
where key_time >= {from:Int64}
  and key_time < {to:Int64}${
    bounded
      ? `
  and (key_time < {afterTime:Int64} or trace_id < {afterId:UUID})`
      : ''
  }
  and ${matches[range]}
order by key_time desc, trace_id desc
limit {limit:UInt32}
`
}

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
  let target = Math.max(smallestSlice, limit * 2)
  const next = (key: TraceKey) => ({ after: key, newest, scanned: (cursor?.scanned ?? 0) + scanned })
  while (to > floor) {
    const slice = await planSlice(connection, { to, floor, target })
    const wanted = limit - found.length
    const rows = await readSlice(connection, range, { ...times, from: slice.from, to, limit: wanted }, after)
    found.push(...rows)
    const last = rows.at(-1)
    if (last !== undefined && found.length === limit) {
      // Of a slice that was cut short, as much was looked at as was given, or more: the count is of what lies above.
      scanned += range === 'TraceId' ? Math.min(slice.count, rows.length) : rows.length
      return page(found, scanned, next(last.key))
    }
    scanned += slice.count
    to = slice.from
    after = { keyTime: slice.from as Micros, traceId: undefined }
    target = Math.min(target * 4, largestSlice)
    // One slice answers most pages; where it does not, the window may lie anywhere below.
    if (!isBounded) {
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

/** A slice that ends at `to` and holds `target` traces, or all down to the floor where those are fewer. */
async function planSlice(
  connection: Connection,
  plan: { to: number; floor: number; target: number },
): Promise<{ from: number; count: number }> {
  const [row = []] = await connection.rows('ask', { sql: sliceStartSql, parameters: plan, settings: inOrder })
  const cells = new Cells(row)
  const count = cells.number()
  const from = cells.number()
  return count < plan.target ? { from: plan.floor, count } : { from, count }
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

async function readSlice(
  connection: Connection,
  range: TraceListQuestion['range'],
  parameters: QueryParameters,
  after: TraceKey,
): Promise<Found[]> {
  const { traceId } = after
  const bound: QueryParameters = traceId === undefined ? {} : { afterTime: after.keyTime, afterId: traceIdHex(traceId) }
  const question = {
    sql: sliceSql(range, traceId !== undefined),
    parameters: { ...parameters, ...bound },
    settings: finalSettings,
  }
  const entities = new KnownEntities()
  const row = new RowBinaryReader(await connection.bytes('ask', question, 'RowBinary'))
  const found: Found[] = []
  while (!row.isAtEnd) {
    const keyTime = row.int64() as Micros
    const summary = decodeSummary(row, entities)
    found.push({ key: { keyTime, traceId: summary.traceId }, summary })
  }
  return found
}
