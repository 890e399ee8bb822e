import type { Trace } from './assemble.ts'
import { pathTo, servicesOn } from './cause-path.ts'
import type { SpanDigest } from './digest.ts'
import type { TraceSpan } from './nest.ts'
import type { RootCause } from './summary.ts'

const mostCulprits = 100
const mostCauses = 10

/**
 * Where faults or errors began: each failing segment or subsegment below which nothing fails in the same way. A cause
 * that a service on its path did not pass on is there as well, but not client impacting. Causes that read the same are
 * one. Source: our own definition, docs/reference/root-causes.md.
 */
export function failureCauses(trace: Trace, kind: 'fault' | 'error'): RootCause[] {
  const isFailing = kind === 'fault' ? isFault : isError
  const failing = calledFromRoots(trace, isFailing)
  if (failing.length === 0) return []
  const above = new Set<TraceSpan>()
  for (const place of failing) {
    for (let at = place.parent; at !== undefined && !above.has(at); at = at.parent) above.add(at)
  }
  const culprits = failing.filter((place) => !above.has(place)).slice(0, mostCulprits)
  const causes = new Map<string, RootCause>()
  for (const culprit of culprits) {
    const path = pathTo(culprit)
    const clientImpacting = path[0] === trace.root?.place && path.every(({ segment }) => hasFailed(segment?.span))
    const cause: RootCause = { kind, clientImpacting, services: servicesOn(path, { exceptions: true }) }
    const text = JSON.stringify(cause)
    if (!causes.has(text)) causes.set(text, cause)
  }
  const all = [...causes.values()]
  return [...all.filter((cause) => cause.clientImpacting), ...all.filter((cause) => !cause.clientImpacting)].slice(
    0,
    mostCauses,
  )
}

function isFault(span: SpanDigest): boolean {
  return span.fault
}

function isError(span: SpanDigest): boolean {
  return span.error || span.throttle
}

// A throttled table that makes its caller answer 500 reaches the client all the same: any failing state passes it on.
function hasFailed(span: SpanDigest | undefined): boolean {
  return span !== undefined && (span.fault || span.error || span.throttle)
}

/** Of everything that a segment encloses or called, in call order: the roots by start, a parent before its children. */
function calledFromRoots(trace: Trace, isWanted: (span: SpanDigest) => boolean): TraceSpan[] {
  const wanted: TraceSpan[] = []
  const open: TraceSpan[] = []
  for (const segment of trace.segments) {
    if (!segment.root) continue
    open.push(segment.place)
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (isWanted(place.span)) wanted.push(place)
      pushReversed(place.callees, open)
      pushReversed(place.subsegments, open)
    }
  }
  return wanted
}

function pushReversed(places: readonly TraceSpan[], open: TraceSpan[]): void {
  for (let i = places.length - 1; i >= 0; i--) {
    const place = places[i]
    if (place !== undefined) open.push(place)
  }
}
