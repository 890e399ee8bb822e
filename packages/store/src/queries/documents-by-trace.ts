import { type Micros, type TraceId, traceIdHex } from '@roentgen/trace'
import type { Connection, Lane, QueryParameters } from '../connection.ts'
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
 * What was sent for these traces, when, and to which server?
 *
 * Reads only the day partitions between the directory's first and last receipt of each trace, which are known by their
 * names: days that are computed of each receipt cost 2 to 3 ms more. Cost: one granule of 128 documents a trace and part;
 * 10 ms for five traces in a day of 3 M documents; twelve times as much over 30 days without the days. Sort key: trace_id.
 */
const documentsSql = `
select
  trace_id,
  received,
  server,
  document
from segments
prewhere trace_id in {ids:Array(UUID)}
where _partition_id in {days:Array(String)}
  and received >= {horizon:Int64}
`

/**
 * The texts alone, of a few traces. Each id is a placeholder of its own: a list of them is a cast of its own too, half a
 * millisecond. A condition less is a column less of each part, another half.
 */
const textsSql = (ids: readonly string[], condition: string) => `
select
  trace_id,
  document
from segments
prewhere trace_id in (${ids.map((_, i) => `{id${i}:UUID}`).join(', ')})
${condition}`

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
  const parameters = { ids, days: [...daysOf(directory.values(), horizon)].map(partitionOf), horizon }
  const answer = await connection.bytes(lane, { sql: documentsSql, parameters, settings }, 'RowBinary')
  return byTrace(answer, (row) => ({ received: row.int64() as Micros, server: row.uint8(), text: row.string() }))
}

/** The distinct texts since the horizon, in any order. `directory` is what readDirectory said of these traces. */
export async function readTexts(
  connection: Connection,
  directory: ReadonlyMap<TraceId, DirectoryEntry>,
  horizon: Micros,
): Promise<Map<TraceId, string[]>> {
  return readTextsOfDays(connection, [...directory.keys()], daysOf(directory.values(), horizon))
}

/** The same, of these days (by their midnights), none of which is before the horizon. */
export async function readTextsOfDays(
  connection: Connection,
  traceIds: readonly TraceId[],
  days: ReadonlySet<Micros>,
): Promise<Map<TraceId, string[]>> {
  if (days.size === 0) return new Map()
  const parameters = { days: [...days].map(partitionOf) }
  return textsOf(connection, traceIds, 'where _partition_id in {days:Array(String)}', parameters)
}

/** The same, of all days: where they are few, reading them costs less than asking the directory, and than choosing. */
export async function readTextsOfAllDays(
  connection: Connection,
  traceIds: readonly TraceId[],
  horizon: Micros,
): Promise<Map<TraceId, string[]>> {
  // 0: nothing was ever dropped.
  return horizon === 0
    ? textsOf(connection, traceIds, '', {})
    : textsOf(connection, traceIds, 'where received >= {horizon:Int64}', { horizon })
}

async function textsOf(
  connection: Connection,
  traceIds: readonly TraceId[],
  condition: string,
  more: QueryParameters,
): Promise<Map<TraceId, string[]>> {
  if (traceIds.length === 0) return new Map()
  const ids = traceIds.map(traceIdHex)
  const parameters = { ...more, ...Object.fromEntries(ids.map((id, i) => [`id${i}`, id])) }
  const answer = await connection.bytes('lookup', { sql: textsSql(ids, condition), parameters, settings }, 'RowBinary')
  const texts = new Map<TraceId, Set<string>>()
  const row = new RowBinaryReader(answer)
  const breath = new Breath()
  while (!row.isAtEnd) {
    const traceId = row.traceId()
    const text = row.string()
    const known = texts.get(traceId)
    if (known === undefined) texts.set(traceId, new Set([text]))
    else known.add(text)
    if (breath.due()) await breath.taken()
  }
  return new Map([...texts].map(([traceId, all]) => [traceId, [...all]]))
}

/** In turns: a trace may have tens of thousands. */
async function byTrace<T>(answer: Buffer, read: (row: RowBinaryReader) => T): Promise<Map<TraceId, T[]>> {
  const found = new Map<TraceId, T[]>()
  const row = new RowBinaryReader(answer)
  const breath = new Breath()
  while (!row.isAtEnd) {
    const traceId = row.traceId()
    const one = read(row)
    const known = found.get(traceId)
    if (known === undefined) found.set(traceId, [one])
    else known.push(one)
    if (breath.due()) await breath.taken()
  }
  return found
}

/** All days, by their midnights, that the entries touch since the horizon, which is a midnight itself. */
export function daysOf(entries: Iterable<DirectoryEntry>, horizon: Micros): Set<Micros> {
  const days = new Set<Micros>()
  for (const { first, last } of entries) {
    for (let at = beginOfDay(Math.max(first, horizon)); at <= last; at = (at + day) as Micros) days.add(at)
  }
  return days
}
