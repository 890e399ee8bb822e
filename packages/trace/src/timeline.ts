import { correctClocks } from './clock-skew.ts'
import { joinCallees } from './join-callees.ts'
import { isObject, type JsonObject, type JsonValue } from './json.ts'
import type { Micros } from './time.ts'
import { type PlacingSpan, readSpan } from './timeline-span.ts'

/** `inferred`: made from a call whose callee sent nothing. */
export type SpanKind = 'segment' | 'inferred' | 'subsegment'
export type SpanState = 'ok' | 'error' | 'throttle' | 'fault' | 'in progress'

/** A segment or subsegment as a waterfall shows it. */
export interface TimelineSpan {
  /** As sent; a segment and a subsegment may share one. */
  readonly id: string
  readonly name: string
  readonly kind: SpanKind
  /** Of a segment its origin, of a call its namespace, '' for local work. */
  readonly type: string
  readonly state: SpanState
  /** HTTP status; undefined where none was sent. */
  readonly status: number | undefined
  /** What was asked of whom: `GET shop.example/cart`, `Remote: GET …`, `GetItem: Products`; '' where nothing says. */
  readonly label: string
  /** With {@link skew} added. */
  readonly start: Micros
  /** Never before `start`; undefined while in progress. */
  readonly end: Micros | undefined
  /** What was added to the times that were sent; 0 nearly always. */
  readonly skew: Micros
  /** As BatchGetTraces gives it, what is nested in it included. */
  readonly document: JsonObject
  /** Of a subsegment what encloses it, of a segment the (sub)segment that called it. */
  readonly parent: TimelineSpan | undefined
  /** The segment that it belongs to: itself for a segment, and for a subsegment whose segment never came. */
  readonly segment: TimelineSpan
  /** By start, then id. */
  readonly subsegments: readonly TimelineSpan[]
  /** The segments that name it as their parent, by start, then id. */
  readonly callees: readonly TimelineSpan[]
}

/** The documents of one trace, joined for looking at. */
export interface Timeline {
  /** Every one once, a parent before what it encloses and calls, siblings by start. */
  readonly spans: readonly TimelineSpan[]
  /** Without a parent here; by start, then id. */
  readonly roots: readonly TimelineSpan[]
  /** Where the request came in: the earliest segment that names no parent, else the earliest root. */
  readonly entry: TimelineSpan | undefined
  /** Earliest start; 0 without spans. */
  readonly start: Micros
  /** Latest end or start. */
  readonly end: Micros
}

export interface TimelineOptions {
  /** Whether callees that seem to start before their calls are moved to where they must have been; true. */
  readonly correctsClocks?: boolean
}

/**
 * Joins the processed documents of BatchGetTraces, inferred ones among them, in whatever order they come.
 *
 * Total on any JSON: what is missing or of the wrong kind is left out, an unknown parent makes a root, a ring of parents
 * is cut at its earliest segment, and nothing recurses. In about linear time.
 */
export function timelineOf(
  documents: readonly JsonObject[],
  { correctsClocks = true }: TimelineOptions = {},
): Timeline {
  const tops = documents.map(readAll)
  const roots = joinCallees(tops)
  if (correctsClocks) correctClocks(roots)
  const spans = inOrder(roots)
  let start = Number.POSITIVE_INFINITY
  let end = Number.NEGATIVE_INFINITY
  for (const span of spans) {
    start = Math.min(start, span.start)
    end = Math.max(end, span.end ?? span.start)
  }
  const isEmpty = spans.length === 0
  return {
    spans,
    roots,
    entry: entryOf(roots),
    start: (isEmpty ? 0 : start) as Micros,
    end: (isEmpty ? 0 : end) as Micros,
  }
}

/** The document with everything nested in it. Independent subsegments nest as deep as their senders like. */
function readAll(document: JsonObject): PlacingSpan {
  const top = readSpan(document, undefined)
  const open = [top]
  for (let within = open.pop(); within !== undefined; within = open.pop()) {
    const { subsegments } = within.document
    if (!Array.isArray(subsegments)) continue
    for (const subsegment of subsegments as readonly JsonValue[]) {
      if (!isObject(subsegment)) continue
      const span = readSpan(subsegment, within)
      within.subsegments.push(span)
      open.push(span)
    }
  }
  return top
}

function inOrder(roots: PlacingSpan[]): readonly TimelineSpan[] {
  const spans: TimelineSpan[] = []
  const open = roots.sort(byStart).toReversed()
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    spans.push(span)
    span.subsegments.sort(byStart)
    span.callees.sort(byStart)
    const below = [...span.subsegments, ...span.callees].sort(byStart)
    for (let index = below.length - 1; index >= 0; index--) {
      const child = below[index]
      if (child !== undefined) open.push(child)
    }
  }
  return spans
}

function entryOf(roots: readonly TimelineSpan[]): TimelineSpan | undefined {
  const segments = roots.filter(({ kind }) => kind === 'segment')
  return segments.find(({ document }) => typeof document.parent_id !== 'string') ?? segments[0] ?? roots[0]
}

function byStart(a: TimelineSpan, b: TimelineSpan): number {
  return a.start - b.start || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
