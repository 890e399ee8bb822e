import { type Micros, parseSegmentId, parseTraceId, type TraceId } from '@roentgen/trace'
import type { AcknowledgedDocument } from '../acknowledged.ts'

/** For tests: one trace id a number. */
export function sampleTraceId(number: number): TraceId {
  const id = parseTraceId(`1-5f84c7a1-${number.toString(16).padStart(24, '0')}`)
  if (id === undefined) throw new Error(`no trace id is made from ${number}`)
  return id
}

/** For tests: a document of a trace. */
export function sampleDocument(trace: number, text = `{"name":"cart ${trace}"}`): AcknowledgedDocument {
  const segmentId = parseSegmentId('53995c3f42cd8ad8')
  if (segmentId === undefined) throw new Error('the sample segment id is none')
  return { traceId: sampleTraceId(trace), segmentId, received: 1_700_000_000_000_000 as Micros, text }
}
