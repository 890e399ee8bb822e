import type { Trace, TraceSegment } from './assemble.ts'
import type { SpanDigest } from './digest.ts'
import type { CountedSummary } from './graph-of.ts'
import type { TraceSpan } from './nest.ts'
import { callFlags, segmentFlags } from './request-state.ts'
import { rootCausesOf } from './root-causes.ts'
import type { SummaryAnnotation, SummaryEdge, SummarySegment, TraceSummary } from './summary.ts'
import { type Micros, spanBetween } from './time.ts'

/** Among so many a segment is found sooner by looking at each: a Map has to be made for every trace. */
const few = 24

const noFlags = { ok: false, error: false, throttle: false, fault: false }

/**
 * The one row a trace that lists, filters and maps read. Flags, http and response time are the root segment's,
 * throttling any segment's; the duration runs from the earliest start to the latest end of any segment, inferred ones
 * and orphans too (segments.md 7.1).
 */
export function summarize(trace: Trace): TraceSummary {
  const { root } = trace
  const segments = trace.segments.map(summarizeSegment)
  const { start, end } = boundsOf(trace)
  return {
    traceId: trace.traceId,
    revision: trace.revision,
    ...(root === undefined ? noFlags : segmentFlags(root.span)),
    throttle: segments.some((segment) => segment.throttle),
    start,
    end,
    duration: spanBetween(start, end),
    responseTime: root && durationOf(root.span),
    partial: trace.orphans.length > 0 || segments.some((segment) => segment.partial),
    inferred: segments.some((segment) => segment.inferred),
    limitExceeded: trace.limitExceeded,
    root: root === undefined ? -1 : trace.segments.indexOf(root),
    http: root?.span.http,
    segments,
    edges: edgesOf(trace),
    annotations: annotationsOf(trace),
    rootCauses: rootCausesOf(trace),
  }
}

/** The part of a summary that a map is made of. */
export function countedOf(trace: Trace): CountedSummary {
  return { segments: trace.segments.map(summarizeSegment), edges: edgesOf(trace) }
}

/** undefined while in progress; never negative. */
function durationOf({ start, end }: SpanDigest): Micros | undefined {
  return end === undefined ? undefined : spanBetween(start, end)
}

function summarizeSegment({ span, entity, inferred, root, place }: TraceSegment): SummarySegment {
  const own = inferred ? undefined : place.document.segment
  const { ok, error, throttle, fault } = inferred ? callFlags(span) : segmentFlags(span)
  return {
    entity,
    ok,
    error,
    throttle,
    fault,
    partial: span.end === undefined,
    inferred,
    root,
    start: span.start,
    duration: durationOf(span),
    http: span.http,
    user: inferred ? undefined : span.user,
    instanceId: own?.instanceId,
    availabilityZone: own?.availabilityZone,
    resourceArn: own?.resourceArn,
  }
}

/** From the earliest start to the latest end of any segment, inferred ones and orphans too. */
export function boundsOf(trace: Trace): { start: Micros; end: Micros } {
  let start = Number.POSITIVE_INFINITY
  let end = Number.NEGATIVE_INFINITY
  const include = ({ span }: { span: SpanDigest }) => {
    if (span.start < start) start = span.start
    if (span.end !== undefined && span.end > end) end = span.end
  }
  trace.segments.forEach(include)
  trace.orphans.forEach(include)
  if (start === Number.POSITIVE_INFINITY) start = 0
  return { start: start as Micros, end: Math.max(start, end) as Micros }
}

/** One for each segment whose caller is known, and the client's for each root: in the order of their targets. */
function edgesOf(trace: Trace): SummaryEdge[] {
  const indexOf = indexesOf(trace.segments)
  const edges: SummaryEdge[] = []
  trace.segments.forEach((segment, to) => {
    if (segment.root) {
      edges.push(edge(-1, to, segment.span, true))
      return
    }
    const calling = segment.caller?.segment
    const from = calling && indexOf(calling)
    if (segment.caller === undefined || from === undefined) return
    // A parent id that names a segment names no call: the callee's own numbers are all there are.
    if (segment.caller.isSegment) edges.push(edge(from, to, segment.span, true))
    else edges.push(edge(from, to, segment.caller.span, false))
  })
  return edges
}

/** Where a segment that was sent stands. */
function indexesOf(segments: readonly TraceSegment[]): (place: TraceSpan) => number | undefined {
  if (segments.length <= few) {
    return (place) => {
      for (let index = 0; index < segments.length; index++)
        if (segments[index]?.place === place && !segments[index]?.inferred) return index
      return undefined
    }
  }
  const indexes = new Map<TraceSpan, number>()
  segments.forEach(({ place, inferred }, index) => {
    if (!inferred) indexes.set(place, index)
  })
  return (place) => indexes.get(place)
}

function edge(from: number, to: number, span: SpanDigest, answered: boolean): SummaryEdge {
  const { ok, error, throttle, fault } = answered ? segmentFlags(span) : callFlags(span)
  const { start, http } = span
  return { from, to, type: '', ok, error, throttle, fault, start, duration: durationOf(span), http }
}

function annotationsOf(trace: Trace): SummaryAnnotation[] {
  const annotations: SummaryAnnotation[] = []
  trace.segments.forEach((segment, index) => {
    if (segment.inferred) return
    const first = annotations.length
    let seen: Set<string> | undefined
    const open: TraceSpan[] = [segment.place]
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      for (let i = place.subsegments.length - 1; i >= 0; i--) {
        const subsegment = place.subsegments[i]
        if (subsegment !== undefined) open.push(subsegment)
      }
      if (place.span.annotations.length === 0) continue
      if (seen === undefined && annotations.length > first) {
        seen = new Set(annotations.slice(first).map(({ key, value }) => identity(key, value)))
      }
      for (const [key, value] of place.span.annotations) {
        if (seen?.has(identity(key, value))) continue
        seen?.add(identity(key, value))
        annotations.push({ segment: index, key, value })
      }
    }
  })
  return annotations
}

function identity(key: string, value: string | number | boolean): string {
  return `${key}\n${typeof value}\n${value}`
}
