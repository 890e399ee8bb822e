import type { SpanDigest } from './digest.ts'
import type { Flags } from './summary.ts'

export type FinalState = 'throttle' | 'fault' | 'error' | 'ok'

/** The flags of a request as the service that answered it reported them. */
export function segmentFlags(span: SpanDigest): Flags {
  return flags(span, span.fault)
}

/**
 * The flags of a call as the caller saw it, for edges and inferred segments. SDKs set fault for every exception, so
 * where there is an http status it decides: only a 5xx is a fault of the callee (segments.md 7.2).
 */
export function callFlags(span: SpanDigest): Flags {
  const status = span.http?.status
  return flags(span, span.fault && (status === undefined || status >= 500))
}

function flags({ end, error, throttle }: SpanDigest, fault: boolean): Flags {
  return { ok: end !== undefined && !error && !throttle && !fault, error, throttle, fault }
}

/** Each request counts once: a throttle before a fault before an error. */
export function finalState({ error, throttle, fault }: Flags): FinalState {
  return throttle ? 'throttle' : fault ? 'fault' : error ? 'error' : 'ok'
}
