import { Breath } from '@roentgen/store'
import type { Trace, TraceId } from '@roentgen/trace'
import { boundsOf, compileInTurn, secondsFromMicros, spanBetween } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import { readMembers } from '../http/body.ts'
import { JsonPieces } from '../http/json-pieces.ts'
import { optionalString } from './members.ts'
import type { Operation } from './operations.ts'
import type { TraceDocuments } from './trace-documents.ts'
import { findTraces } from './trace-documents.ts'
import { requiredTraceIds, traceIdLimit } from './trace-ids.ts'

/** Bytes of documents in one answer. */
const answerLimit = 64 * 1024 * 1024

/** BatchGetTraces: every acknowledged document of up to five traces, compiled (segments.md 2.10). */
export function batchGetTraces(documents: TraceDocuments): Operation {
  return async (body) => {
    const members = readMembers(body)
    if (optionalString(members, 'NextToken') !== undefined) throw apiError('tokenNotSupported')
    const asked = requiredTraceIds(members, traceIdLimit)
    const ids = asked.flatMap(({ id }): readonly TraceId[] => (id === undefined ? [] : [id]))
    const answered = new Map<TraceId, JsonPieces>()
    let left = answerLimit
    for await (const trace of findTraces(documents, ids, true)) {
      const wire = await traceWire(trace, left, answered.size === 0)
      if (wire === undefined) continue
      left -= wire.bytes
      answered.set(trace.traceId, wire.trace)
    }
    const answer = new JsonPieces()
    const unprocessed: string[] = []
    answer.add('{"Traces":[')
    let first = true
    for (const { text, id } of asked) {
      const trace = id === undefined ? undefined : answered.get(id)
      if (trace === undefined) unprocessed.push(text)
      else {
        if (!first) answer.add(',')
        answer.append(trace)
        first = false
      }
    }
    answer.add(`],"UnprocessedTraceIds":${JSON.stringify(unprocessed)}}`)
    return answer
  }
}

/**
 * A Trace of the API, in JSON. One that does not fit is left for the next request; the first of an answer would never
 * fit better, so it is cut and says so.
 */
async function traceWire(
  trace: Trace,
  room: number,
  mayCut: boolean,
): Promise<{ trace: JsonPieces; bytes: number } | undefined> {
  const wire = new JsonPieces()
  const breath = new Breath()
  let bytes = 0
  let cut = false
  wire.add('{"Segments":[')
  for (const { id, document } of compileInTurn(trace)) {
    const length = Buffer.byteLength(document)
    if (bytes + length > room) {
      if (!mayCut) return undefined
      cut = true
      break
    }
    wire.add(`${bytes === 0 ? '' : ','}${JSON.stringify({ Id: id, Document: document })}`)
    bytes += length
    if (breath.due()) await breath.taken()
  }
  const { start, end } = boundsOf(trace)
  const rest = {
    Id: trace.traceId,
    Duration: secondsFromMicros(spanBetween(start, end)),
    LimitExceeded: trace.limitExceeded || cut,
  }
  wire.add(`],${JSON.stringify(rest).slice(1)}`)
  return { trace: wire, bytes }
}
