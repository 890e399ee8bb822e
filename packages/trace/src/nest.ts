import type { ChosenDocuments } from './choose-documents.ts'
import { byStart, outranks, sortFew } from './content-order.ts'
import { cutCycles } from './cut-cycles.ts'
import type { DocumentDigest, SpanDigest } from './digest.ts'
import type { SegmentId } from './ids.ts'

/** A segment or subsegment at its place in the trace. */
export interface TraceSpan {
  readonly span: SpanDigest
  /** The document that carried it: its own, or the one that embeds it. */
  readonly document: DocumentDigest
  readonly isSegment: boolean
  /** Of a subsegment, what encloses it; of a segment, the (sub)segment that called it. undefined at the top. */
  readonly parent: TraceSpan | undefined
  /** The segment that it belongs to (itself, for a segment); undefined within an orphan. */
  readonly segment: TraceSpan | undefined
  /** By start, then id; embedded and independent ones alike. */
  readonly subsegments: readonly TraceSpan[]
  /** The segments that name it as their parent, by start, then id. */
  readonly callees: readonly TraceSpan[]
}

/** A span while its place is being found. */
export interface Placing extends TraceSpan {
  parent: Placing | undefined
  segment: Placing | undefined
  subsegments: Placing[]
  callees: Placing[]
  placed: boolean
  /** The number of the walk that last came by: finds cycles in linear time. */
  walk: number
}

export interface Nested {
  /** Every segment and subsegment once, a parent before its children; otherwise in no order. */
  readonly spans: readonly TraceSpan[]
  /** Subsegments that no segment of this trace encloses, topmost only; by start, then id. */
  readonly orphans: readonly TraceSpan[]
}

/**
 * Makes a forest of the documents: each id once, under its parent. A copy of a subsegment that another copy outranks
 * gives up its own fields but not the subsegments within it. A cycle of parents is cut at its earliest segment, or at
 * its earliest subsegment where it has no segment. In three turns.
 */
export function* nestInTurn(documents: ChosenDocuments): Generator<undefined, Nested> {
  const segments = new Map<SegmentId, Placing>()
  const subsegments = new Map<SegmentId, Placing>()
  for (const document of documents.segments) {
    const placing = place(document.span, document, undefined)
    segments.set(document.span.id, placing)
    placeEmbedded(placing, subsegments)
  }
  for (const document of documents.subsegments) {
    const placing = place(document.span, document, undefined)
    claim(placing, subsegments)
    placeEmbedded(placing, subsegments)
  }
  yield

  const tops: Placing[] = []
  for (const subsegment of subsegments.values()) {
    const parent = enclosing(subsegment, segments, subsegments)
    subsegment.parent = parent
    if (parent === undefined) tops.push(subsegment)
    else parent.subsegments.push(subsegment)
  }
  for (const segment of segments.values()) {
    const parent = caller(segment, segments, subsegments)
    segment.parent = parent
    if (parent === undefined) tops.push(segment)
    else parent.callees.push(segment)
  }
  yield

  const spans: Placing[] = []
  placeBelow(tops, spans)
  if (spans.length < segments.size + subsegments.size) {
    const cuts = cutCycles([...segments.values(), ...subsegments.values()])
    placeBelow(cuts, spans)
    tops.push(...cuts)
  }
  return { spans, orphans: tops.filter((top) => !top.isSegment).sort(byStart) }
}

function place(span: SpanDigest, document: DocumentDigest, within: Placing | undefined): Placing {
  return {
    span,
    document,
    isSegment: within === undefined && document.segment !== undefined,
    parent: within,
    segment: undefined,
    subsegments: [],
    callees: [],
    placed: false,
    walk: 0,
  }
}

function placeEmbedded(top: Placing, subsegments: Map<SegmentId, Placing>): void {
  const open = [top]
  for (let within = open.pop(); within !== undefined; within = open.pop()) {
    for (const span of within.span.children) {
      const placing = place(span, top.document, within)
      claim(placing, subsegments)
      if (span.children.length > 0) open.push(placing)
    }
  }
}

function claim(placing: Placing, subsegments: Map<SegmentId, Placing>): void {
  const held = subsegments.get(placing.span.id)
  if (held === undefined || outranks(placing.span, placing.document, held.span, held.document)) {
    subsegments.set(placing.span.id, placing)
  }
}

type ById = ReadonlyMap<SegmentId, Placing>

function enclosing(subsegment: Placing, segments: ById, subsegments: ById): Placing | undefined {
  const within = subsegment.parent
  if (within?.isSegment) return within
  const parentId = within === undefined ? subsegment.document.parentId : within.span.id
  if (parentId === undefined) return undefined
  const parent =
    within === undefined ? (segments.get(parentId) ?? subsegments.get(parentId)) : subsegments.get(parentId)
  return parent === subsegment ? undefined : parent
}

// A subsegment first: where both ends of a call share one id, the callee's parent is the caller's end.
function caller(segment: Placing, segments: ById, subsegments: ById): Placing | undefined {
  const parentId = segment.document.parentId
  if (parentId === undefined) return undefined
  const parent = subsegments.get(parentId) ?? segments.get(parentId)
  return parent === segment ? undefined : parent
}

function placeBelow(tops: readonly Placing[], spans: Placing[]): void {
  const first = spans.length
  for (const top of tops) spans.push(top)
  for (let i = first; i < spans.length; i++) {
    const span = spans[i]
    if (span === undefined) break
    span.placed = true
    span.segment = span.isSegment ? span : span.parent?.segment
    sortFew(span.subsegments, byStart)
    sortFew(span.callees, byStart)
    for (const subsegment of span.subsegments) spans.push(subsegment)
    for (const callee of span.callees) spans.push(callee)
  }
}
