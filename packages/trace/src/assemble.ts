import { chooseDocuments } from './choose-documents.ts'
import { byStart, sortFew } from './content-order.ts'
import type { DocumentDigest, Entity, SpanDigest } from './digest.ts'
import type { TraceId } from './ids.ts'
import { isBeyondInferring, isInferring } from './infer.ts'
import { nestInTurn, type TraceSpan } from './nest.ts'

/** A segment that was sent, or one inferred from a call whose callee sent none. */
export interface TraceSegment {
  /** Of an inferred segment, the call that it is inferred from: it has the same times, name and http. */
  readonly span: SpanDigest
  readonly entity: Entity
  readonly inferred: boolean
  /** The segment with its subsegments; of an inferred segment, the call. */
  readonly place: TraceSpan
  /** The (sub)segment whose numbers the incoming edge carries; undefined for a root. */
  readonly caller: TraceSpan | undefined
  /** No segment of this trace called it. Never true of an inferred segment. */
  readonly root: boolean
}

/** The distinct documents of one trace, put together. */
export interface Trace {
  readonly traceId: TraceId
  /** The number of distinct documents. */
  readonly revision: number
  /** More documents than may be assembled: only the earliest are here; or more calls in one than may infer their callees. */
  readonly limitExceeded: boolean
  /** Sent and inferred ones, by start, then id. */
  readonly segments: readonly TraceSegment[]
  /** The entry of the trace; undefined where it has only orphans. */
  readonly root: TraceSegment | undefined
  /** Independent subsegments whose segment is not here, each with what is nested in it; by start, then id. */
  readonly orphans: readonly TraceSpan[]
}

export interface AssemblyLimits {
  /** Segments and independent subsegments, each id once; beyond, only the earliest are assembled. */
  readonly maxSegments: number
}

/** Segments of a trace that are assembled (design section 6). */
export const mostSegments = 20_000

/**
 * Puts the documents of one trace together: repeats dropped, completions in place of what was in progress, independent
 * subsegments nested, callees joined to their calls by parent id, downstream entities inferred.
 *
 * Total on any digests, in about linear time, and a function of the set of distinct documents alone: their order and
 * repeats change nothing. Source: segments.md sections 1 and 7; docs/decisions/015 to 018.
 */
export function assemble(
  traceId: TraceId,
  digests: readonly DocumentDigest[],
  limits: AssemblyLimits = { maxSegments: mostSegments },
): Trace {
  const turns = assembleInTurn(traceId, digests, limits)
  for (;;) {
    const { done, value } = turns.next()
    if (done === true) return value
  }
}

/** The same in some turns, each a part of the work: for those who cannot wait for all of a trace of thousands. */
export function* assembleInTurn(
  traceId: TraceId,
  digests: readonly DocumentDigest[],
  { maxSegments }: AssemblyLimits = { maxSegments: mostSegments },
): Generator<undefined, Trace> {
  const documents = chooseDocuments(digests, maxSegments)
  yield
  const { spans, orphans } = yield* nestInTurn(documents)
  yield
  const segments: TraceSegment[] = []
  let limitExceeded = documents.limitExceeded
  for (const place of spans) {
    if (isBeyondInferring(place)) limitExceeded = true
    const segment = place.isSegment ? sentSegment(place) : isInferring(place) ? inferredSegment(place) : undefined
    if (segment !== undefined) segments.push(segment)
  }
  yield
  sortFew(segments, segmentOrder)
  return { traceId, revision: documents.revision, limitExceeded, segments, root: entryOf(segments), orphans }
}

function sentSegment(place: TraceSpan): TraceSegment | undefined {
  const entity = place.document.segment?.entity
  if (entity === undefined) return undefined
  // Below an orphan the calling service is not known yet: until its segment comes, the callee is an entry.
  const caller = place.parent?.segment === undefined ? undefined : place.parent
  return { span: place.span, entity, inferred: false, place, caller, root: caller === undefined }
}

function inferredSegment(place: TraceSpan): TraceSegment | undefined {
  const entity = place.span.downstream
  if (entity === undefined) return undefined
  const caller = place.segment === undefined ? undefined : place
  return { span: place.span, entity, inferred: true, place, caller, root: false }
}

function segmentOrder(a: TraceSegment, b: TraceSegment): number {
  return byStart(a, b) || Number(a.inferred) - Number(b.inferred)
}

/** The earliest root, one that names no parent before one whose parent is missing. */
function entryOf(segments: readonly TraceSegment[]): TraceSegment | undefined {
  let entry: TraceSegment | undefined
  for (const segment of segments) {
    if (!segment.root) continue
    if (segment.place.document.parentId === undefined) return segment
    entry ??= segment
  }
  return entry
}
