import type { Trace, TraceSegment } from './assemble.ts'
import type { SpanDigest } from './digest.ts'
import { parseSegmentId, parseTraceId, type SegmentId, type TraceId } from './ids.ts'
import { inferredId } from './infer.ts'
import { isObject, type JsonObject, type JsonValue } from './json.ts'
import type { TraceSpan } from './nest.ts'
import { callFlags } from './request-state.ts'

/** One entry of BatchGetTraces. */
export interface CompiledDocument {
  readonly id: SegmentId
  /** JSON. */
  readonly document: string
}

/**
 * The processed documents of a trace, in the order of its segments: each segment with the subsegments that belong to it
 * nested by start, then id, whichever document brought them; the inferred segments; then the orphans, as subsegments
 * (segments.md 2.10; docs/decisions/016). Fields that we do not know are kept as sent.
 *
 * Throws where the trace was assembled from digests without `source`.
 */
export function compile(trace: Trace): readonly CompiledDocument[] {
  return [...compileInTurn(trace)]
}

/** The same, a document a turn: for those who cannot wait for thousands of them. */
export function* compileInTurn(trace: Trace): Generator<CompiledDocument> {
  const sources: Sources = new Map()
  for (const segment of trace.segments)
    yield segment.inferred
      ? inferredDocument(trace.traceId, segment, sources)
      : { id: segment.span.id, document: print(trace.traceId, segment.place, sources) }
  for (const orphan of trace.orphans) yield { id: orphan.span.id, document: print(trace.traceId, orphan, sources) }
}

/** What digests were made from, of the documents that were needed so far. */
type Sources = Map<SpanDigest, JsonObject>

function sourceOf({ span, document }: TraceSpan, sources: Sources): JsonObject {
  let source = sources.get(span)
  if (source === undefined) {
    pair(document.span, document.source, sources)
    source = sources.get(span)
  }
  if (source === undefined) throw new Error('compile() needs digests that were made with keepSource')
  return source
}

/** Pairs every digest of a document with the object that it was made from: children follow the order of `subsegments`. */
function pair(span: SpanDigest, source: JsonValue | undefined, sources: Sources): void {
  if (!isObject(source)) return
  sources.set(span, source)
  const { subsegments } = source
  if (!Array.isArray(subsegments)) return
  span.children.forEach((child, index) => {
    pair(child, subsegments[index], sources)
  })
}

/** Depth on a stack of our own: independent subsegments nest as deep as their sender likes. */
function print(traceId: TraceId, top: TraceSpan, sources: Sources): string {
  const text: string[] = []
  const open: (TraceSpan | string)[] = [top]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') {
      text.push(next)
      continue
    }
    const place = next
    // Every span has an id, so there is a field before what follows.
    text.push(JSON.stringify(fieldsOf(traceId, place, place === top, sourceOf(place, sources))).slice(0, -1))
    if (place.subsegments.length === 0) {
      text.push('}')
      continue
    }
    text.push(',"subsegments":[')
    open.push(']}')
    for (let i = place.subsegments.length - 1; i >= 0; i--) {
      const subsegment = place.subsegments[i]
      if (subsegment === undefined) continue
      open.push(subsegment)
      if (i > 0) open.push(',')
    }
  }
  return text.join('')
}

type Fields = { [field: string]: JsonValue }

/** In the order in which they were sent. */
function fieldsOf(traceId: TraceId, place: TraceSpan, isTop: boolean, source: JsonObject): Fields {
  const fields: Fields = {}
  for (const key of Object.keys(source)) {
    const value = compiledValue(key, source[key], place.span, traceId)
    if (value === undefined) continue
    // A client may name a field so; assigned, it would be lost.
    if (key === '__proto__') Object.defineProperty(fields, key, { value, enumerable: true })
    else fields[key] = value
  }
  if (place.span.end === undefined) fields.in_progress = true
  if (isTop && !place.isSegment && place.document.span !== place.span) {
    // An embedded subsegment where a cycle of parents was cut: what tells an independent one is added.
    fields.type = 'subsegment'
    fields.trace_id = traceId
  }
  return fields
}

function compiledValue(key: string, value: JsonValue | undefined, span: SpanDigest, traceId: TraceId) {
  switch (key) {
    case 'id':
      return span.id
    case 'trace_id':
      return (typeof value === 'string' ? parseTraceId(value) : undefined) && traceId
    case 'parent_id':
      return typeof value === 'string' ? parseSegmentId(value) : undefined
    case 'end_time':
      return span.end === undefined ? undefined : value
    case 'in_progress':
    case 'subsegments':
      return undefined
    default:
      return value
  }
}

function inferredDocument(traceId: TraceId, { place, span, entity }: TraceSegment, sources: Sources): CompiledDocument {
  const { start_time, end_time, http, aws } = sourceOf(place, sources)
  const id = inferredId(traceId, span.id)
  const { error, throttle, fault } = callFlags(span)
  const document: JsonObject = {
    id,
    name: span.name,
    start_time,
    trace_id: traceId,
    ...(span.end === undefined ? { in_progress: true } : { end_time }),
    parent_id: span.id,
    inferred: true,
    ...(isObject(http) && { http }),
    ...(isObject(aws) && { aws }),
    ...(entity.type.startsWith('AWS::') && { origin: entity.type }),
    ...(error && { error }),
    ...(throttle && { throttle }),
    ...(fault && { fault }),
  }
  return { id, document: JSON.stringify(document) }
}
