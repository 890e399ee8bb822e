import type { DocumentDigest } from './digest.ts'
import { digestDocument } from './digest-document.ts'
import { parseTraceId, type SegmentId, type TraceId } from './ids.ts'
import type { JsonObject } from './json.ts'

/** For tests: the documents of one trace in few words. Ids are a few hex digits, times milliseconds. */
export interface Draft {
  readonly id: string
  readonly name?: string
  /** Start and end; without an end it is in progress. */
  readonly at: readonly [from: number, to?: number]
  readonly parent?: string
  readonly subsegments?: readonly Draft[]
  readonly type?: string
  readonly namespace?: string
  readonly aws?: JsonObject
  readonly http?: JsonObject
  readonly annotations?: JsonObject
  readonly cause?: JsonObject
  readonly error?: boolean
  readonly throttle?: boolean
  readonly fault?: boolean
  readonly user?: string
  readonly origin?: string
  readonly resource_arn?: string
  /** Fields as they are, these and any others. */
  readonly fields?: JsonObject
}

export const testTraceId = parseTraceId('1-6b031b4e-41cf7f587be6b9c4ad1d06a3') as TraceId
export const testEpoch = 1_795_000_000

export function idOf(short: string): SegmentId {
  return short.padStart(16, '0') as SegmentId
}

export function segment(draft: Draft): DocumentDigest {
  return digested({ trace_id: testTraceId, ...documentOf(draft) })
}

/** An independent subsegment. */
export function subsegment(draft: Draft & { readonly parent: string }): DocumentDigest {
  return digested({ trace_id: testTraceId, type: 'subsegment', ...documentOf(draft) })
}

/** A call to a table that sends no segments. */
export function tableCall(draft: Draft): Draft {
  return { name: 'DynamoDB', namespace: 'aws', aws: { operation: 'GetItem', table_name: 'Products' }, ...draft }
}

/** An HTTP call, which may find a segment at its other end. */
export function httpCall(draft: Draft): Draft {
  return { name: 'backend.example', namespace: 'remote', ...draft }
}

export function exception(type: string, message: string): JsonObject {
  return { exceptions: [{ id: 'e'.repeat(16), type, message, remote: false }] }
}

function documentOf({ id, name, at, parent, subsegments, fields, ...others }: Draft): JsonObject {
  const [from, to] = at
  return {
    id: idOf(id),
    name: name ?? `service-${id}`,
    start_time: seconds(from),
    ...(to === undefined ? { in_progress: true } : { end_time: seconds(to) }),
    ...(parent === undefined ? {} : { parent_id: idOf(parent) }),
    ...others,
    ...fields,
    ...(subsegments === undefined ? {} : { subsegments: subsegments.map(documentOf) }),
  }
}

function seconds(milliseconds: number): number {
  return (testEpoch * 1000 + milliseconds) / 1000
}

function digested(document: JsonObject): DocumentDigest {
  const digest = digestDocument(JSON.stringify(document), { keepSource: true })
  if (digest === undefined) throw new Error(`not admissible: ${JSON.stringify(document)}`)
  return digest
}
