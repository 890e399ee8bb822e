import { type Micros, type TraceId, traceIdHex } from '@roentgen/trace'
import { Cells, traceIdFromUuid } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { KnownEntities } from '../known-entities.ts'
import { decodeListed } from '../listed-decode.ts'
import { rankColumnType } from '../number-ranks.ts'
import type { KeyedSummary, ListedTrace } from '../question.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import { summaryColumns } from '../summary-columns.ts'
import { decodeSummary } from '../summary-decode.ts'
import { shapeColumnTypes } from '../trace-shape.ts'
import { numberColumnTypes } from '../value-numbers.ts'
import type { DirectoryEntry } from './directory.ts'
import type { StoredDocument } from './documents-by-trace.ts'
import { placeText } from './listed-rows.ts'

/** Trace ids above `after` and up to `upTo`, in the engine's order of UUIDs (by their second half); undefined: no end. */
export interface TraceIdRange {
  readonly after: TraceId | undefined
  readonly upTo: TraceId | undefined
}

export interface GroupedSummary extends KeyedSummary {
  /** The group versions that hold. */
  readonly groups: readonly number[]
}

export interface StoredSummary extends GroupedSummary {
  /** What lists show of it; undefined: made from its columns. */
  readonly listed: ListedTrace | undefined
  /** The column of numbers that is not made from its lists; undefined: none. */
  readonly wrongNumbers: string | undefined
}

const first = '00000000000000000000000000000000'
const last = 'ffffffffffffffffffffffffffffffff'

/** The least id of all is in the first range. */
function above(after: TraceId | undefined): string {
  return `trace_id ${after === undefined ? '>=' : '>'} {after:UUID}`
}

function inRange({ after }: TraceIdRange): string {
  return `${above(after)}
  and trace_id <= {upTo:UUID}`
}

/**
 * Which is the n-th trace id with documents above this one? Cost: reads ids in their order until it has as many. Sort
 * key: trace_id.
 */
const endSql = (after: TraceId | undefined) => `
select max(trace_id), count()
from (
  select distinct trace_id
  from segments
  where ${above(after)}
  order by trace_id
  limit {traces:UInt32}
)
`

/** Which documents since the horizon lie in this range of ids? Cost: the range's granules in every part. Sort key: trace_id. */
const documentsSql = (range: TraceIdRange) => `
select
  trace_id,
  received,
  document
from segments
where ${inRange(range)}
  and received >= {horizon:Int64}
`

/** What does the directory say of this range of ids? Cost: the range's granules in every part. Sort key: trace_id. */
const directorySql = (range: TraceIdRange) => `
select
  trace_id,
  min(first),
  max(last)
from traces
where ${inRange(range)}
group by trace_id
having max(last) >= {horizon:Int64}
`

/**
 * Which summaries stand for this range of ids? Cost: reads the id of every summary, and the rest of those in the range. All
 * rows that FINAL merges have the same id, so it may be looked at before. Sort key: its second column, which skips nothing.
 */
const summariesSql = (range: TraceIdRange) => `
select
  key_time,
  groups,
  trace_id,
  multiIf(${[...numberColumnTypes, ...shapeColumnTypes, rankColumnType].map(([name, , sql]) => `${name} != ${sql}, '${name}'`).join(', ')}, ''),
  ${summaryColumns.join(',\n  ')}
from summaries final
prewhere ${inRange(range)}
where key_time >= {horizon:Int64}
`

/** What do lists show of them? Cost: as of the summaries. Sort key: its second column, which skips nothing. */
const listingsSql = (range: TraceIdRange) => `
select
  key_time,
  trace_id,
  listed
from listings final
prewhere ${inRange(range)}
where key_time >= {horizon:Int64}
`

function boundsOf({ after, upTo }: TraceIdRange) {
  return {
    after: after === undefined ? first : traceIdHex(after),
    upTo: upTo === undefined ? last : traceIdHex(upTo),
  }
}

// It reads whole tables on purpose.
const settings = { max_execution_time: 600, max_rows_to_read: '0', max_memory_usage: '0' }

/** The last id of the next range; undefined where fewer than `traces` are left. */
export async function readRangeEnd(
  connection: Connection,
  after: TraceId | undefined,
  traces: number,
): Promise<TraceId | undefined> {
  const parameters = { after: boundsOf({ after, upTo: undefined }).after, traces }
  const [row = []] = await connection.rows('ask', { sql: endSql(after), parameters, settings })
  const cells = new Cells(row)
  const end = cells.text()
  return cells.number() < traces ? undefined : traceIdFromUuid(end)
}

/** @throws StoreError QuestionTooExpensive where the documents have more bytes than `bytes`, if that is given */
export async function readRange(connection: Connection, range: TraceIdRange, horizon: Micros, bytes?: number) {
  const question = { parameters: { ...boundsOf(range), horizon }, settings }
  const documents = new Map<TraceId, StoredDocument[]>()
  const bounded = bytes === undefined ? settings : { ...settings, max_result_bytes: String(bytes) }
  const document = new RowBinaryReader(
    await connection.bytes('ask', { ...question, sql: documentsSql(range), settings: bounded }, 'RowBinary'),
  )
  while (!document.isAtEnd) {
    const traceId = document.traceId()
    const one = { received: document.int64() as Micros, text: document.string() }
    const known = documents.get(traceId)
    if (known === undefined) documents.set(traceId, [one])
    else known.push(one)
  }
  const directory = new Map<TraceId, DirectoryEntry>()
  for (const row of await connection.rows('ask', { sql: directorySql(range), ...question })) {
    const cells = new Cells(row)
    directory.set(cells.traceId(), { first: cells.micros(), last: cells.micros() })
  }
  const listings = new Map<string, Buffer>()
  const listing = new RowBinaryReader(
    await connection.bytes('ask', { sql: listingsSql(range), ...question }, 'RowBinary'),
  )
  while (!listing.isAtEnd)
    listings.set(placeText({ keyTime: listing.int64() as Micros, traceId: listing.traceId() }), listing.blob())
  const summaries = new Map<TraceId, StoredSummary[]>()
  const entities = new KnownEntities()
  const row = new RowBinaryReader(await connection.bytes('ask', { sql: summariesSql(range), ...question }, 'RowBinary'))
  while (!row.isAtEnd) {
    const [keyTime, groups, traceId] = [row.int64() as Micros, row.uint32s(), row.traceId()]
    const bytes = listings.get(placeText({ keyTime, traceId }))
    const listed = bytes && decodeListed(traceId, new RowBinaryReader(bytes), entities)
    const wrongNumbers = row.string() || undefined
    const keyed = { keyTime, groups, listed, wrongNumbers, summary: decodeSummary(row, entities) }
    const known = summaries.get(keyed.summary.traceId)
    if (known === undefined) summaries.set(keyed.summary.traceId, [keyed])
    else known.push(keyed)
  }
  return { documents, directory, summaries }
}
