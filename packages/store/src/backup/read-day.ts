import { crc32 } from 'node:zlib'
import { type Micros, parseSegmentId, traceIdFromHex } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import { errors, StoreError } from '../errors.ts'
import { type DayPlace, readDocumentsOfDay } from '../queries/documents-of-day.ts'
import { partitionOf } from '../retention/day.ts'

export interface DayWanted {
  /** Midnight at which it begins. */
  readonly day: Micros
  /** Documents received before. */
  readonly until: Micros
}

const bytesOfPage = 4 * 1024 * 1024
const mostRows = 4_000
const newline = 10

/**
 * Every document of a day that was received since the horizon and before `until`, as lines of JSON
 * `{"trace","segment_id","received","document"}`, some thousand at a time, by trace. What is stored meanwhile and was
 * received later is not among them.
 */
export async function* readDay(
  connection: Connection,
  horizon: Micros,
  { day, until }: DayWanted,
): AsyncGenerator<{ lines: Buffer; documents: number }> {
  const wanted = { day: Number(partitionOf(day)), from: horizon, until, bytes: bytesOfPage }
  let after: DayPlace | undefined
  for (let rows = mostRows; ; ) {
    let lines: Buffer
    try {
      lines = await readDocumentsOfDay(connection, { ...wanted, after, rows })
    } catch (error) {
      // So many documents of the largest size do not fit into the memory of one question.
      if (!(error instanceof StoreError && error.code === 'QuestionTooExpensive' && rows > 1)) throw error
      rows = Math.ceil(rows / 8)
      continue
    }
    if (lines.length === 0) return
    after = placeOf(lines.subarray(lines.lastIndexOf(newline, lines.length - 2) + 1))
    yield { lines, documents: count(lines) }
    rows = Math.min(mostRows, rows * 2)
  }
}

function count(lines: Buffer): number {
  let found = 0
  for (let at = lines.indexOf(newline); at !== -1; at = lines.indexOf(newline, at + 1)) found++
  return found
}

function placeOf(line: Buffer): DayPlace {
  const { trace, segment_id, received, document }: Partial<Record<string, unknown>> = JSON.parse(line.toString())
  const segmentId = typeof segment_id === 'string' ? parseSegmentId(segment_id) : undefined
  if (typeof trace !== 'string' || segmentId === undefined || typeof document !== 'string')
    throw new StoreError('unexpectedAnswer', errors.unexpectedAnswer.text(line.toString('utf8', 0, 200)))
  return { traceId: traceIdFromHex(trace), segmentId, received: Number(received) as Micros, checksum: crc32(document) }
}
