import { type Micros, type TraceId, traceIdHex } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection, QueryParameters } from '../connection.ts'
import type { TraceKey, TraceListCursor, TraceListPage, TraceListQuestion } from '../question.ts'
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

/** How many traces have a key in this slice? Cost: reads one column of the slice. Sort key: key_time. */
const countSql = `
select count()
from summaries
where key_time >= {from:Int64}
  and key_time < {to:Int64}
`

/**
 * Which is the oldest key below this one whose trace may be in the window? Replaced rows may answer too: it is a bound.
 *
 * Cost: the granules that the minmax indexes leave. Sort key: key_time.
 */
function oldestSql(range: TraceListQuestion['range']): string {
  return `
select
  count(),
  min(key_time)
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
  // Keys are receipts: a trace that started in the window was seldom received before it, so look for those only then.
  let floor: number = ends.oldest
  let floorIsExact = false

  const found: Found[] = []
  let scanned = 0
  let target = Math.max(smallestSlice, limit * 2)
  let width = 10_000_000
  while (after.keyTime + (after.traceId === undefined ? 0 : 1) > floor) {
    const to = after.keyTime + (after.traceId === undefined ? 0 : 1)
    if (!floorIsExact && to <= window.start) {
      const oldest = await readOldest(connection, range, { ...times, to })
      if (oldest === undefined) return page(found, scanned, undefined)
      floor = Math.max(floor, oldest)
      floorIsExact = true
      continue
    }
    const slice = await planSlice(connection, { to, floor, width, target })
    width = (to - slice.from) * 4
    target = Math.min(target * 4, largestSlice)
    const wanted = limit - found.length
    const rows = await readSlice(connection, range, { ...times, from: slice.from, to, limit: wanted }, after)
    found.push(...rows)
    const last = rows.at(-1)
    if (last !== undefined && found.length === limit) {
      // Of a slice that was cut short, as much was looked at as was given, or more: the count is of what lies above.
      scanned += range === 'TraceId' ? Math.min(slice.count, rows.length) : rows.length
      return page(found, scanned, { after: last.key, newest, scanned: (cursor?.scanned ?? 0) + scanned })
    }
    scanned += slice.count
    after = { keyTime: slice.from as Micros, traceId: undefined }
    if (scanned >= tracesOfPage || performance.now() - began > millisecondsOfPage) {
      if (slice.from <= floor) break
      return page(found, scanned, { after, newest, scanned: (cursor?.scanned ?? 0) + scanned })
    }
  }
  return page(found, scanned, undefined)
}

function page(found: readonly Found[], scanned: number, cursor: TraceListCursor | undefined): TraceListPage {
  return { traces: found.map(({ summary }) => summary), scanned, cursor }
}

/** A slice that ends at `to` and holds about `target` traces: at most twice as many, unless they came at one instant. */
async function planSlice(
  connection: Connection,
  plan: { to: number; floor: number; width: number; target: number },
): Promise<{ from: number; count: number }> {
  const { to, floor, target } = plan
  let { width } = plan
  for (;;) {
    const from = Math.max(floor, Math.floor(to - width))
    const [row = []] = await connection.rows('ask', { sql: countSql, parameters: { from, to } })
    const count = new Cells(row).number()
    if (count > target * 2 && to - from > 1) {
      width = Math.max(1, Math.floor(((to - from) * target) / count))
    } else if (count < target / 4 && from > floor) {
      width = (to - from) * (count === 0 ? 64 : 4)
    } else return { from, count }
  }
}

async function readEnds(connection: Connection): Promise<{ oldest: number; newest: Micros } | undefined> {
  const [row = []] = await connection.rows('ask', { sql: boundsSql })
  const cells = new Cells(row)
  return cells.number() === 0 ? undefined : { oldest: cells.number(), newest: cells.micros() }
}

async function readOldest(
  connection: Connection,
  range: TraceListQuestion['range'],
  parameters: QueryParameters,
): Promise<number | undefined> {
  const [row = []] = await connection.rows('ask', { sql: oldestSql(range), parameters })
  const cells = new Cells(row)
  return cells.number() === 0 ? undefined : cells.number()
}

async function readSlice(
  connection: Connection,
  range: TraceListQuestion['range'],
  parameters: QueryParameters,
  after: TraceKey,
): Promise<Found[]> {
  const { traceId } = after
  const bound: QueryParameters = traceId === undefined ? {} : { afterTime: after.keyTime, afterId: traceIdHex(traceId) }
  const rows = await connection.rows('ask', {
    sql: sliceSql(range, traceId !== undefined),
    parameters: { ...parameters, ...bound },
    settings: finalSettings,
  })
  return rows.map((row) => {
    const cells = new Cells(row)
    const keyTime = cells.micros()
    const summary = decodeSummary(cells)
    return { key: { keyTime, traceId: summary.traceId }, summary }
  })
}
