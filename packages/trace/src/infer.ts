import { fingerprint } from './fingerprint.ts'
import { type SegmentId, type TraceId, traceIdHex } from './ids.ts'
import type { TraceSpan } from './nest.ts'

/** Whether the call's callee has to be inferred: it names an entity, and no segment came that names the call its parent. */
export function isInferring(place: TraceSpan): boolean {
  return place.span.downstream !== undefined && place.callees.length === 0
}

/** Whether it is a call for whose callee its document has too many calls. */
export function isBeyondInferring({ span }: TraceSpan): boolean {
  return span.namespace !== '' && span.downstream === undefined
}

/**
 * The id of the segment inferred from a subsegment: 64 bits of hash over both ids, the same on every server and at every
 * assembly.
 */
export function inferredId(traceId: TraceId, subsegment: SegmentId): SegmentId {
  return fingerprint(traceIdHex(traceId) + subsegment).hash as SegmentId
}
