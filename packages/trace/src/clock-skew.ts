import type { Micros } from './time.ts'
import type { PlacingSpan } from './timeline-span.ts'

/** Clocks that count milliseconds put a callee up to one before its call. */
const tolerance = 1000

/**
 * Moves segments whose sender's clock stood behind its caller's: a callee cannot start before it is called. The whole
 * segment moves, as it has one clock.
 *
 * A callee that fits into its call is put in its middle, the network taking as long there as back; a longer or
 * unfinished one begins with its call. Where the caller itself was moved, its callee is first taken to share its clock.
 * No skew is what one clock wrote: subsegments (Lambda's Initialization starts before its segment), inferred segments, a
 * function below its Lambda service; nor is work that ends, or begins, after its call: it is asynchronous.
 * Source: our own definition, docs/decisions/117.
 */
export function correctClocks(roots: readonly PlacingSpan[]): void {
  const open = [...roots]
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    for (const callee of span.callees) {
      const skew = skewOf(callee, span)
      if (skew !== 0) move(callee, skew)
    }
    for (const subsegment of span.subsegments) open.push(subsegment)
    for (const callee of span.callees) open.push(callee)
  }
}

function skewOf(callee: PlacingSpan, call: PlacingSpan): number {
  const inherited = call.segment.skew
  if (callee.kind === 'inferred' || isOneService(callee, call)) return inherited
  if (startsWithin(callee, call, 0)) return 0
  if (inherited !== 0 && startsWithin(callee, call, inherited)) return inherited
  const early = call.start - callee.start
  if (early < tolerance) return 0
  const length = (callee.end ?? Number.POSITIVE_INFINITY) - callee.start
  const room = (call.end ?? call.start) - call.start - length
  return early + Math.max(0, Math.floor(room / 2))
}

function startsWithin(callee: PlacingSpan, call: PlacingSpan, skew: number): boolean {
  const start = callee.start + skew
  return start > call.start - tolerance && start <= (call.end ?? Number.POSITIVE_INFINITY)
}

function isOneService(callee: PlacingSpan, call: PlacingSpan): boolean {
  return callee.type === 'AWS::Lambda::Function' && call.segment.type === 'AWS::Lambda'
}

function move(segment: PlacingSpan, skew: number): void {
  const open = [segment]
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    span.skew = skew as Micros
    span.start = (span.start + skew) as Micros
    if (span.end !== undefined) span.end = (span.end + skew) as Micros
    for (const subsegment of span.subsegments) open.push(subsegment)
  }
}
