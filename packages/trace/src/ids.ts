/** `1-8hex-24hex`, lower case. The X-Ray and the W3C spelling parse to the same value; they mean the same 16 bytes. */
export type TraceId = string & { readonly __brand: 'TraceId' }

/** 16 hex digits, lower case: the id of a segment or a subsegment. */
export type SegmentId = string & { readonly __brand: 'SegmentId' }

const xrayTraceId = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/i
const w3cTraceId = /^[0-9a-f]{32}$/i
const segmentId = /^[0-9a-f]{16}$/i
const lowerSegmentId = /^[0-9a-f]{16}$/

/** Reads either spelling of a trace id; undefined when it is neither. */
export function parseTraceId(text: string): TraceId | undefined {
  if (xrayTraceId.test(text)) return traceIdOfParts(text.slice(2, 10), text.slice(11))
  if (w3cTraceId.test(text)) return traceIdOfParts(text.slice(0, 8), text.slice(8))
  return undefined
}

// Joined, not added or cut out: memory keeps it for long, and must not keep the document that it stood in.
function traceIdOfParts(first: string, rest: string): TraceId {
  return ['1', first, rest].join('-').toLowerCase() as TraceId
}

/** The trace id of 32 lower-case hex digits, as the store and W3C spell it. The caller has checked the digits. */
export function traceIdFromHex(hex: string): TraceId {
  return `1-${hex.slice(0, 8)}-${hex.slice(8)}` as TraceId
}

/** The 32 hex digits of a trace id: W3C's spelling. */
export function traceIdHex(id: TraceId): string {
  return id.slice(2, 10) + id.slice(11)
}

/** Reads a segment or subsegment id; undefined when it is not 16 hex digits. */
export function parseSegmentId(text: string): SegmentId | undefined {
  // Nearly all are written so, and to make lower case of them again takes as long as the test.
  if (lowerSegmentId.test(text)) return text as SegmentId
  return segmentId.test(text) ? (text.toLowerCase() as SegmentId) : undefined
}
