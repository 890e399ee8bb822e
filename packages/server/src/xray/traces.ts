import type { TraceId } from '@roentgen/trace'
import { compile, secondsFromMicros } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import { readMembers } from '../http/body.ts'
import { optionalString } from './members.ts'
import type { Operation } from './operations.ts'
import type { FoundTrace, TraceDocuments } from './trace-documents.ts'
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
    const found = await findTraces(documents, ids, true)
    const traces: object[] = []
    const unprocessed: string[] = []
    let left = answerLimit
    for (const { text, id } of asked) {
      const one = id === undefined ? undefined : found.get(id)
      const wire = one === undefined ? undefined : traceWire(one, left, traces.length === 0)
      if (wire === undefined) unprocessed.push(text)
      else {
        left -= wire.bytes
        traces.push(wire.trace)
      }
    }
    return { Traces: traces, UnprocessedTraceIds: unprocessed }
  }
}

/**
 * A Trace of the API. One that does not fit is left for the next request; the first of an answer would never fit
 * better, so it is cut and says so.
 */
function traceWire(
  { trace, summary }: FoundTrace,
  room: number,
  mayCut: boolean,
): { trace: object; bytes: number } | undefined {
  const segments: object[] = []
  let bytes = 0
  let cut = false
  for (const { id, document } of compile(trace)) {
    const length = Buffer.byteLength(document)
    if (bytes + length > room) {
      if (!mayCut) return undefined
      cut = true
      break
    }
    bytes += length
    segments.push({ Id: id, Document: document })
  }
  return {
    bytes,
    trace: {
      Id: summary.traceId,
      Duration: secondsFromMicros(summary.duration),
      LimitExceeded: summary.limitExceeded || cut,
      Segments: segments,
    },
  }
}
