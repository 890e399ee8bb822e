/** Bits of `segment.flags`. */
export const segmentBit = {
  ok: 1,
  error: 2,
  throttle: 4,
  fault: 8,
  partial: 16,
  inferred: 32,
  root: 64,
  /** An http object was sent, even an empty one. */
  http: 128,
} as const

/** Bits of `edge.flags`. */
export const edgeBit = { ok: 1, error: 2, throttle: 4, fault: 8, link: 16, http: 32 } as const

/** Bits of `cause.flags`, `cause_service.flags`, `cause_entity.flags` and `cause_exception.flags`: the cause's kind … */
export const causeBit = {
  fault: 1,
  error: 2,
  responsetime: 4,
  /** … the element is the last of its list in the whole cause … */
  last: 8,
  /** … and what only some lists have: the cause reached the client, the service is inferred, the entity is remote. */
  clientImpacting: 16,
  inferred: 16,
  remote: 16,
} as const

/** `annotation.kind`. */
export const annotationKind = { text: 0, number: 1, boolean: 2 } as const
