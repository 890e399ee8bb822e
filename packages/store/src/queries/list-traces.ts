import { type Micros, traceIdHex } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection, QueryParameters } from '../connection.ts'
import type { TraceKey, TraceListCursor, TraceListPage, TraceListQuestion } from '../question.ts'
import type { CountedSlices } from './counted-slices.ts'
import { type FilteredSlice, isSameKey, keyOfCandidate, readCandidates, readFittingRows } from './filtered-slice.ts'
import { type ListFilter, listFilter } from './list-filter.ts'
import {
  type Ends,
  findSliceStart,
  isInWindow,
  matches,
  readEnds,
  readKeysOfWindow,
  readRowsAndKeys,
  readSliceRows,
} from './list-slices.ts'
import type { ListedRow } from './listed-rows.ts'

const rowsOfPage = 1_000
const tracesOfPage = 1_000_000
const millisecondsOfPage = 1_000

/**
 * Rows of a slice of the list. The engine stops within a slice when it has what is wanted: few and long ones cost less, but none ends
 * before it was read.
 */
const rowsOfSlice = 1_000_000

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

/** A trace that was replaced may be a candidate and not fit: then more are asked for at a time, up to so many. */
const mostCandidates = 10_000

/** Of more rows these are counted: to tell replaced ones apart would cost more than to find the rare match. */
const countedExactly = 16_384

/**
 * A window of so many rows is found by the indexes of its granules alone. What they add at both of its ends is less than reading the
 * times of all its rows.
 */
const rowsOfLongWindow = 32_768

const sliceConditions = ['key_time >= {from:Int64}', 'key_time < {to:Int64}'] as const
const afterCondition = '(key_time < {afterTime:Int64} or trace_id < {afterId:UUID})'
const upToCondition = '(key_time > {from:Int64} or trace_id >= {upToId:UUID})'

const countSettings = {
  do_not_merge_across_partitions_select_final: 1,
  use_skip_indexes_if_final: 1,
  use_skip_indexes_if_final_exact_mode: 1,
  optimize_move_to_prewhere_if_final: 0,
} as const

/** One page of the list. It ends at `limit` rows, after a second, or after a million traces looked at. */
export async function listTraces(
  connection: Connection,
  counted: CountedSlices,
  question: TraceListQuestion,
): Promise<TraceListPage> {
  const { window, range, cursor } = question
  const { start, end } = window
  const filter = listFilter(question.filter)
  const limit = Math.min(question.limit ?? rowsOfPage, rowsOfPage)
  const began = performance.now()

  let after: TraceKey = cursor?.after ?? { keyTime: end, traceId: undefined }
  let to = after.keyTime + (after.traceId === undefined ? 0 : 1)
  // Few traces are received before they start or long after: those whose keys lie outside of the window come last, or first.
  let floor: number = start
  let isBounded = false
  const newest = cursor?.newest ?? after
  const found: ListedRow[] = []
  let scanned = 0
  let slices = 0
  let attempt = 1
  let ends: Ends | undefined
  const isFirst = () => cursor === undefined && slices === 0
  const restrict = (keys: Ends) => {
    floor = Math.max(keys.oldest, ends?.oldest ?? 0)
    const top = Math.min(keys.newest, ends?.newest ?? keys.newest) + 1
    if (isFirst() || top < to) {
      to = top
      after = { keyTime: top as Micros, traceId: undefined }
    }
    isBounded = true
  }
  const bound = async () => {
    const below = isFirst() ? Number.MAX_SAFE_INTEGER : to
    restrict(await readKeysOfWindow(connection, range, { start, end, below }))
  }
  const next = (key: TraceKey) => ({ after: key, newest, scanned: (cursor?.scanned ?? 0) + scanned })

  /** What is known of all traces: nothing is looked for beyond them. */
  const settle = async (known: Ends) => {
    const isAbove = isFirst() ? known.newest >= end : to > end
    ends = known
    if (known.newest + 1 < to) {
      to = known.newest + 1
      after = { keyTime: to as Micros, traceId: undefined }
    }
    floor = Math.max(floor, known.oldest)
    if (isBounded) return
    if (isAbove) await bound()
    else isBounded = known.oldest >= start
  }

  for (;;) {
    if (to <= floor && !isBounded) await bound()
    if (to <= floor) return page(found, scanned, undefined)
    if (slices > 0 && (scanned >= tracesOfPage || performance.now() - began > millisecondsOfPage))
      return page(found, scanned, next(after))

    const target = filter.isAll ? Math.min(rowsOfSlice, 4 * limit * 16 ** slices) : rowsOfSlice
    const asked = { range, filter, after, attempt, limit: limit - found.length }
    let read: SliceRead
    const known = to <= end ? counted.sliceTo({ to, floor, target }) : undefined
    let from = known?.from
    if (known !== undefined && from !== undefined) {
      // It is read while its rows are counted, and it is found out whether it is the first.
      const parameters = { start, end, from, to }
      const isOpen = isFirst() && !isBounded
      if (filter.isAll) {
        const rows = () => readSliceRows(connection, parameters)
        const reading = readSlice(connection, { ...asked, parameters, rows })
        const [all, sliceRead] = await Promise.all([isOpen ? readEnds(connection) : undefined, reading])
        if (isOpen && all === undefined) return page([], 0, undefined)
        if (all !== undefined) await settle(all)
        read = sliceRead
      } else if (isOpen && from === floor) {
        // The slice is the window: what else starts in it, whatever its key, is found with the rest.
        const counting = readSliceRows(connection, parameters)
        const whole = known.rows < rowsOfLongWindow ? 'window' : 'long window'
        const reading = readSlice(connection, { ...asked, parameters, rows: () => counting, whole })
        const [rows, sliceRead] = await Promise.all([counting, reading])
        counted.note({ from, to, rows })
        isBounded = sliceRead.last === undefined
        read = sliceRead
      } else {
        const counting = isOpen
          ? readRowsAndKeys(connection, range, { ...parameters, below: Number.MAX_SAFE_INTEGER })
          : readSliceRows(connection, parameters).then((rows) => ({ rows, keys: undefined }))
        const rows = async () => (await counting).rows
        const reading = readSlice(connection, { ...asked, parameters, rows })
        const [count, sliceRead] = await Promise.all([counting, reading])
        counted.note({ from, to, rows: count.rows })
        if (count.keys !== undefined) restrict(count.keys)
        read = sliceRead
      }
      // What was received after the window comes first.
      if (to > parameters.to) continue
    } else {
      if (ends === undefined) {
        const known = await readEnds(connection)
        if (known === undefined) return page(found, scanned, undefined)
        await settle(known)
        continue
      }
      const slice = await findSliceStart(connection, { to, floor, target: rowsOfSlice })
      if (to <= end) counted.note({ ...slice, to })
      from = counted.sliceTo({ to, floor, target })?.from ?? slice.from
      const parameters = { start, end, from, to }
      const rows = async () => (parameters.from === slice.from ? slice.rows : readSliceRows(connection, parameters))
      read = await readSlice(connection, { ...asked, parameters, rows })
    }
    slices += 1
    found.push(...read.rows)
    scanned += read.scanned
    if (read.last === undefined) {
      to = from
      after = { keyTime: from as Micros, traceId: undefined }
    } else {
      if (found.length === limit) return page(found, scanned, next(read.last))
      after = read.last
      to = after.keyTime + 1
      attempt += 1
    }
  }
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
  const question = { sql: sliceCountSql(conditions), parameters, settings: countSettings }
  const [row = []] = await connection.rows('ask', question)
  return new Cells(row).number()
}

function boundOf({ keyTime, traceId }: TraceKey): QueryParameters {
  return traceId === undefined ? {} : { afterTime: keyTime, afterId: traceIdHex(traceId) }
}

interface Slice {
  readonly range: TraceListQuestion['range']
  readonly filter: ListFilter
  /** The window and the slice's ends. */
  readonly parameters: { readonly start: number; readonly end: number; readonly from: number; readonly to: number }
  /** Rows between them, or fewer. */
  readonly rows: () => Promise<number>
  readonly after: TraceKey
  /** Traces that are wanted. */
  readonly limit: number
  /** How often it was looked at, with this one. */
  readonly attempt: number
  /** Traces of the window are found wherever their keys lie. Only those of the slice are counted. */
  readonly whole?: 'window' | 'long window'
}

interface SliceRead {
  readonly rows: readonly ListedRow[]
  /** Where reading stopped before the slice's end. */
  readonly last: TraceKey | undefined
  /** Traces looked at. */
  readonly scanned: number
}

async function readSlice(connection: Connection, slice: Slice): Promise<SliceRead> {
  const { range, parameters, after, limit, filter, attempt, whole } = slice
  const keys = [
    ...(whole === undefined ? sliceConditions : []),
    ...(after.traceId === undefined ? [] : [afterCondition]),
  ]
  const asked: FilteredSlice = {
    conditions: [...keys, matches[range]],
    filter,
    parameters: { ...parameters, ...boundOf(after) },
    isInWindow: (trace) => isInWindow[range](parameters, trace),
  }
  // Nearly all that was received within the window started in it: where that is not so, the second attempt asks.
  const isWithin = whole === undefined && parameters.from >= parameters.start && parameters.to <= parameters.end
  const fewer =
    whole === 'long window'
      ? [...keys, `indexHint(${matches[range]})`]
      : isWithin && attempt === 1
        ? keys
        : asked.conditions
  // Some more than are wanted: one in twenty was revised lately, and a second look costs as much as the first.
  const wanted = Math.ceil(limit * filter.spare) + 8
  const count = Math.min(wanted * 4 ** (attempt - 1), mostCandidates)
  const candidates = await readCandidates(connection, { ...asked, conditions: fewer }, count)
  const end = candidates.isAll ? undefined : candidates.rows.at(-1)
  // Nearly all candidates fit, so that a page ends with the last one that is wanted.
  const likely = keyOfCandidate(candidates.rows, limit) ?? end
  const [rows, looked] = await Promise.all([
    readFittingRows(connection, asked, candidates.rows, limit),
    filter.isAll && likely !== undefined ? 0 : readLooked(connection, slice, likely),
  ])
  const last = (rows.length === limit ? rows.at(-1)?.key : undefined) ?? end
  // Nearly all is given that is looked at: where all that is wanted was found, counting is not worth a question.
  if (filter.isAll && last !== undefined) return { rows, last, scanned: rows.length }
  const isLikely = last === undefined ? likely === undefined : isSameKey(last, likely)
  return { rows, last, scanned: isLikely ? looked : await readLooked(connection, slice, last) }
}

/** Traces of the slice that stand behind `after`, down to `upTo`. */
async function readLooked(connection: Connection, slice: Slice, last: TraceKey | undefined): Promise<number> {
  const { parameters, after } = slice
  const upTo = last !== undefined && last.keyTime >= parameters.from ? last : undefined
  const rows = await (upTo === undefined
    ? slice.rows()
    : readSliceRows(connection, { from: upTo.keyTime, to: parameters.to }))
  return rows > countedExactly ? rows : readSliceCount(connection, { ...parameters, after, upTo })
}
