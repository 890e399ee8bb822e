import { digestExceptions } from './digest-exceptions.ts'
import { flagsOf } from './flags.ts'
import { isObject, type JsonObject, type JsonValue } from './json.ts'
import { type Micros, microsFromSeconds } from './time.ts'
import type { SpanKind, SpanState, TimelineSpan } from './timeline.ts'
import { labelOf } from './timeline-label.ts'

/** A span while its place and its time are being found. */
export interface PlacingSpan extends TimelineSpan {
  start: Micros
  end: Micros | undefined
  skew: Micros
  parent: PlacingSpan | undefined
  segment: PlacingSpan
  subsegments: PlacingSpan[]
  callees: PlacingSpan[]
}

/** One segment or subsegment, without what is nested in it. */
export function readSpan(document: JsonObject, within: PlacingSpan | undefined): PlacingSpan {
  const http = isObject(document.http) ? document.http : {}
  const response = isObject(http.response) ? http.response : {}
  const status = typeof response.status === 'number' ? response.status : undefined
  const kind = kindOf(document, within)
  const start = microsOf(document.start_time) ?? within?.start ?? (0 as Micros)
  const sentEnd = document.in_progress === true ? undefined : microsOf(document.end_time)
  const end = sentEnd === undefined ? undefined : (Math.max(start, sentEnd) as Micros)
  const placing = {
    id: textOf(document.id) ?? '',
    name: textOf(document.name) ?? '',
    kind,
    type: textOf(document.origin) ?? textOf(document.namespace) ?? '',
    state: stateOf(document, status, end),
    status,
    label: labelOf(document, kind),
    start,
    end,
    skew: 0 as Micros,
    document,
    parent: within,
    subsegments: [],
    callees: [],
  }
  // It names itself where it is the top.
  const span = placing as Omit<PlacingSpan, 'segment'> as PlacingSpan
  span.segment = within?.segment ?? span
  return span
}

function kindOf(document: JsonObject, within: PlacingSpan | undefined): SpanKind {
  if (within !== undefined || document.type === 'subsegment') return 'subsegment'
  return document.inferred === true ? 'inferred' : 'segment'
}

/**
 * Fault before the others, as X-Ray's console lists a row (console.md section 4); a throttle before an error, of which
 * it is the kind that a person wants to know.
 */
function stateOf(document: JsonObject, status: number | undefined, end: Micros | undefined): SpanState {
  const isCall = document.namespace === 'aws' || document.namespace === 'remote'
  const { fault, throttle, error } = flagsOf(document, status, isCall, digestExceptions(document.cause))
  if (fault) return 'fault'
  if (throttle) return 'throttle'
  if (error) return 'error'
  return end === undefined ? 'in progress' : 'ok'
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function microsOf(value: JsonValue | undefined): Micros | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? microsFromSeconds(value) : undefined
}
