import type { SpanDigest } from './digest.ts'
import { digestAnnotations } from './digest-annotations.ts'
import { digestExceptions } from './digest-exceptions.ts'
import { digestHttp } from './digest-http.ts'
import { downstreamOf } from './downstream.ts'
import type { AdmissionError } from './errors.ts'
import { textOf } from './field-text.ts'
import { flagsOf } from './flags.ts'
import { parseSegmentId } from './ids.ts'
import { isObject, type JsonObject, type JsonValue } from './json.ts'
import { type Micros, microsFromSeconds } from './time.ts'

/** What makes a document inadmissible, with the value at fault. */
export interface Fault {
  readonly error: AdmissionError
  readonly value: JsonValue | undefined
  /** The subsegment at fault, as far as it can be named; undefined for the segment itself. */
  readonly subsegment: JsonObject | undefined
}

// The regex of X-Ray's schema; characters are counted as code points.
const admissibleName = /^[\p{L}\p{Z}\p{N}_.:/%&#=+\-@]{1,200}$/u

const earliest = Date.UTC(1971, 0, 1) / 1000
const latest = Date.UTC(2106, 0, 1) / 1000

const noChildren: readonly SpanDigest[] = []

/**
 * Digests a segment or subsegment and everything in it. Where a rule is broken the fault is pushed and the answer is
 * undefined; the first fault stops the reading.
 */
export function digestSpan(value: JsonValue, isSubsegment: boolean, faults: Fault[]): SpanDigest | undefined {
  const span = isObject(value) ? value : {}
  const broken = (error: AdmissionError, value: JsonValue | undefined): undefined => {
    faults.push({ error, value, subsegment: isSubsegment ? span : undefined })
    return undefined
  }

  if (typeof span.id !== 'string') return broken('missingId', span.id)
  const id = parseSegmentId(span.id)
  if (id === undefined) return broken('invalidId', span.id)

  const name = span.name
  if (typeof name !== 'string') return broken('missingName', name)
  if (!admissibleName.test(name)) return broken('invalidName', name)

  const start = timeOf(span.start_time)
  if (start === undefined)
    return broken(isAbsent(span.start_time) ? 'missingStartTime' : 'invalidTime', span.start_time)

  let end: Micros | undefined
  if (!isAbsent(span.end_time) && !(span.end_time === 0 && span.in_progress === true)) {
    end = timeOf(span.end_time)
    if (end === undefined) return broken('invalidTime', span.end_time)
    // Clocks step back: the work took no time, but it is over.
    if (end < start) end = start
  } else if (span.in_progress !== true) return broken('missingEndTime', span.end_time)

  const children = childrenOf(span.subsegments, faults)
  if (children === undefined) return undefined

  const namespace = isSubsegment && (span.namespace === 'aws' || span.namespace === 'remote') ? span.namespace : ''
  const http = digestHttp(span.http)
  const exceptions = digestExceptions(span.cause)
  const flags = flagsOf(span, http?.status, namespace !== '', exceptions)
  return {
    id,
    name,
    start,
    end,
    error: flags.error,
    fault: flags.fault,
    throttle: flags.throttle,
    http,
    exceptions,
    annotations: digestAnnotations(span.annotations),
    namespace,
    downstream: namespace === '' ? undefined : downstreamOf(span, name, namespace),
    user: textOf(span.user),
    children,
  }
}

/** `subsegments` of another kind than an array breaks the schema and is dropped; a broken one in it is a fault. */
function childrenOf(subsegments: JsonValue | undefined, faults: Fault[]): readonly SpanDigest[] | undefined {
  if (!Array.isArray(subsegments) || subsegments.length === 0) return noChildren
  const children: SpanDigest[] = []
  for (const subsegment of subsegments as readonly JsonValue[]) {
    const child = digestSpan(subsegment, true, faults)
    if (child === undefined) return undefined
    children.push(child)
  }
  return children
}

function isAbsent(value: JsonValue | undefined): boolean {
  return value === undefined || value === null
}

function timeOf(value: JsonValue | undefined): Micros | undefined {
  return typeof value === 'number' && value >= earliest && value < latest ? microsFromSeconds(value) : undefined
}
