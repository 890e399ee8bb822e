import { type Micros, type TraceId, traceIdHex } from '@roentgen/trace'
import type { Connection, Lane } from '../connection.ts'
import { Breath } from '../loader/breath.ts'
import { beginOfDay, day, partitionOf } from '../retention/day.ts'
import { RowBinaryReader } from '../row-binary-reader.ts'
import type { DirectoryEntry } from './directory.ts'

export interface StoredDocument {
  readonly received: Micros
  readonly text: string
}

export interface ReceivedDocument extends StoredDocument {
  /** Number of the server that received it. */
  readonly server: number
}

/**
 * What was sent for these traces?
 *
 * Reads only the day partitions between the directory's first and last receipt of each trace, days as the table
 * computes them. Cost: one granule of 128 documents a trace and part: 4 ms for one trace, 10 ms for five in a day of
 * 3 M documents; twelve times as much over 30 days without the days. Sort key: trace_id.
 */
const sql = `
select
  trace_id,
  received,
  server,
  document
from segments
prewhere trace_id in {ids:Array(UUID)}
where toYYYYMMDD(toDateTime(intDiv(received, 1000000), 'UTC')) in {days:Array(UInt32)}
  and received >= {horizon:Int64}
`

/** The same where the days are few: reading them all costs less than asking the directory, and than choosing. */
const ofAllDaysSql = `
select
  trace_id,
  received,
  server,
  document
from segments
prewhere trace_id in {ids:Array(UUID)}
where received >= {horizon:Int64}
`

/**
 * Bytes of documents that one answer may have: what a process can hold beside all else. A question for more fails with
 * QuestionTooExpensive; of one trace it is some 200,000 documents.
 */
const settings = { max_result_bytes: String(256 * 1024 ** 2) }

/** Documents since the horizon in any order, repeats included. `directory` is what readDirectory said of these traces. */
export async function readDocuments(
  connection: Connection,
  lane: Lane,
  directory: ReadonlyMap<TraceId, DirectoryEntry>,
  horizon: Micros,
): Promise<Map<TraceId, ReceivedDocument[]>> {
  if (directory.size === 0) return new Map()
  const ids = [...directory.keys()].map(traceIdHex)
  const parameters = { ids, days: daysOf(directory.values(), horizon), horizon }
  return byTrace(await connection.bytes(lane, { sql, parameters, settings }, 'RowBinary'))
}

/** Documents of all days since the horizon, in any order, repeats included. */
export async function readDocumentsOfAllDays(
  connection: Connection,
  lane: Lane,
  traceIds: readonly TraceId[],
  horizon: Micros,
): Promise<Map<TraceId, ReceivedDocument[]>> {
  const ids = traceIds.map(traceIdHex)
  return byTrace(
    await connection.bytes(lane, { sql: ofAllDaysSql, parameters: { ids, horizon }, settings }, 'RowBinary'),
  )
}

/** In turns: a trace may have tens of thousands. */
async function byTrace(answer: Buffer): Promise<Map<TraceId, ReceivedDocument[]>> {
  const documents = new Map<TraceId, ReceivedDocument[]>()
  const row = new RowBinaryReader(answer)
  const breath = new Breath()
  while (!row.isAtEnd) {
    const traceId = row.traceId()
    const document = { received: row.int64() as Micros, server: row.uint8(), text: row.string() }
    const known = documents.get(traceId)
    if (known === undefined) documents.set(traceId, [document])
    else known.push(document)
    if (breath.due()) await breath.taken()
  }
  return documents
}

/** All days (as partitions are named, in numbers) that the entries touch since the horizon. */
function daysOf(entries: Iterable<DirectoryEntry>, horizon: Micros): number[] {
  const days = new Set<Micros>()
  for (const { first, last } of entries) {
    for (let at = beginOfDay(Math.max(first, horizon)); at <= last; at = (at + day) as Micros) days.add(at)
  }
  return [...days].map((begin) => Number(partitionOf(begin)))
}
