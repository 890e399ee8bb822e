import type { Micros } from './time.ts'
import type { TimelineSpan } from './timeline.ts'

/** A stretch of time, half-open. */
export interface Stretch {
  readonly start: Micros
  readonly end: Micros
}

/**
 * When a (sub)segment itself was at work: its time without that of its subsegments and callees, by time. Of a call whose
 * callee sent a segment, that is network and queues. Nothing while it is in progress: when it works is not known yet.
 */
export function ownStretches(span: TimelineSpan): readonly Stretch[] {
  if (span.end === undefined) return []
  const own: Stretch[] = []
  let reached = span.start
  for (const child of childrenByStart(span)) {
    if (child.start >= span.end) break
    if (child.start > reached) own.push({ start: reached, end: child.start })
    reached = Math.max(reached, child.end ?? span.end) as Micros
    if (reached >= span.end) return own
  }
  if (reached < span.end) own.push({ start: reached, end: span.end })
  return own
}

/** How long it worked itself; undefined while it is in progress. */
export function selfTime(span: TimelineSpan): Micros | undefined {
  if (span.end === undefined) return undefined
  return ownStretches(span).reduce((sum, { start, end }) => sum + end - start, 0) as Micros
}

function childrenByStart({ subsegments, callees }: TimelineSpan): readonly TimelineSpan[] {
  if (callees.length === 0) return subsegments
  if (subsegments.length === 0) return callees
  return [...subsegments, ...callees].sort((a, b) => a.start - b.start)
}
