import type { DocumentDigest } from './digest.ts'
import { readDocument } from './digest-document.ts'
import { type AdmissionErrorRow, admissionErrors } from './errors.ts'
import { type Fault, fault } from './fault.ts'
import { cut, wellFormed } from './field-text.ts'
import { fingerprint } from './fingerprint.ts'
import { parseSegmentId, type SegmentId, type TraceId } from './ids.ts'
import type { JsonObject, JsonValue } from './json.ts'

export interface AdmissionLimits {
  /** Bytes of UTF-8 that a document may have. */
  readonly documentBytes: number
}

/** Design section 6. On UDP the 64 KiB of a datagram; X-Ray's own limit on a document is the same. */
export const datagramLimits: AdmissionLimits = { documentBytes: 64 * 1024 }
export const httpLimits: AdmissionLimits = { documentBytes: 1024 * 1024 }

export interface AdmittedDocument {
  readonly traceId: TraceId
  readonly segmentId: SegmentId
  /** As it was sent; only half a surrogate pair, which UTF-8 cannot hold, is U+FFFD. */
  readonly text: string
  readonly digest: DocumentDigest
}

/** Why a document was not admitted: an item of X-Ray's UnprocessedTraceSegments, and the words for our own console. */
export interface Rejection {
  /** Of the outer document, as it was sent, also where a nested subsegment is at fault; absent where it is no id. */
  readonly id?: string
  readonly traceId?: string
  /** X-Ray's ErrorCode. */
  readonly code: string
  /** X-Ray's Message. */
  readonly message: string
  /** What happened, with the value at fault, and what to do. */
  readonly reason: string
}

export type Admission =
  | { readonly ok: true; readonly document: AdmittedDocument }
  | { readonly ok: false; readonly rejection: Rejection }

/**
 * Admits a segment document or says why not: the rules of segments.md 2, 5 and 6. Total on any text, in time linear in
 * its length and in bounded stack. What breaks X-Ray's schema elsewhere than in names, ids and times is left out of the
 * digest and kept in the document.
 */
export function admit(text: string, limits: AdmissionLimits): Admission {
  // A text has no fewer bytes than units: one that is far too long is not even looked at.
  if (text.length > limits.documentBytes) return rejected(fault('tooLarge', limits.documentBytes), {})
  let sent = text
  let print = fingerprint(text)
  if (print.bytes !== text.length) {
    sent = wellFormed(text)
    if (sent !== text) print = fingerprint(sent)
  }
  if (print.bytes > limits.documentBytes) return rejected(fault('tooLarge', limits.documentBytes), {})

  const digest = readDocument(sent, print, false)
  if ('fault' in digest) return rejected(digest.fault, digest.document)
  return { ok: true, document: { traceId: digest.traceId, segmentId: digest.span.id, text: sent, digest } }
}

function rejected({ rule, value, subsegment }: Fault, document: JsonObject): Admission {
  const { code, text }: AdmissionErrorRow = admissionErrors[rule]
  const message = subsegment
    ? `Invalid subsegment. ErrorCode: ${code}, Cause: null`
    : `Invalid segment. ErrorCode: ${code}`
  const where = subsegment && subsegment !== document ? `In subsegment ${nameOf(subsegment)}: ` : ''
  const id = document.id
  const traceId = document.trace_id
  return {
    ok: false,
    rejection: {
      ...(typeof id === 'string' && parseSegmentId(id) !== undefined && { id }),
      ...(typeof traceId === 'string' && { traceId: cut(traceId, longestShown) }),
      code,
      message,
      reason: where + text(shown(value)),
    },
  }
}

const longestShown = 100

function nameOf(subsegment: JsonObject): string {
  return shown(subsegment.id ?? subsegment.name)
}

/** A value as JSON, cut; objects by their kind, for they may be large. */
function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object'
  return typeof value === 'string' ? JSON.stringify(cut(value, longestShown)) : String(value)
}
