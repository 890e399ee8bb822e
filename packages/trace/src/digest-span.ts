import type { SpanDigest } from './digest.ts'
import { digestAnnotations } from './digest-annotations.ts'
import { digestExceptions } from './digest-exceptions.ts'
import { digestHttp } from './digest-http.ts'
import { downstreamOf } from './downstream.ts'
import { type Fault, fault, isFault } from './fault.ts'
import { textOf } from './field-text.ts'
import { flagsOf } from './flags.ts'
import { parseSegmentId } from './ids.ts'
import { isObject, type JsonValue } from './json.ts'
import { type Micros, microsFromSeconds } from './time.ts'

// The regex of X-Ray's schema; characters are counted as code points.
const admissibleName = /^[\p{L}\p{Z}\p{N}_.:/%&#=+\-@]{1,200}$/u
/** The same in ASCII, as most are: the tables of Unicode take several times as long. */
const asciiName = /^[A-Za-z0-9 _.:/%&#=+\-@]{1,200}$/

const earliest = Date.UTC(1971, 0, 1) / 1000
const latest = Date.UTC(2106, 0, 1) / 1000

const noChildren: readonly SpanDigest[] = []

/**
 * Calls of one document that may reach an entity without segments. A megabyte holds 10,000, each of which costs a row of
 * the summary many times its bytes; the 64 KB that X-Ray takes hold 600 (docs/decisions/076).
 */
export const mostInferring = 2000

/** How many more calls of a document may. */
export interface Inferring {
  left: number
}

/** Digests a segment or subsegment and everything in it, up to the first rule that is broken. */
export function digestSpan(value: JsonValue, isSubsegment: boolean, inferring: Inferring): SpanDigest | Fault {
  const span = isObject(value) ? value : {}
  const subsegment = isSubsegment ? span : undefined

  if (typeof span.id !== 'string') return fault('missingId', span.id, subsegment)
  const id = parseSegmentId(span.id)
  if (id === undefined) return fault('invalidId', span.id, subsegment)

  const name = span.name
  if (typeof name !== 'string') return fault('missingName', name, subsegment)
  if (!asciiName.test(name) && !admissibleName.test(name)) return fault('invalidName', name, subsegment)

  const start = timeOf(span.start_time)
  if (start === undefined)
    return fault(isAbsent(span.start_time) ? 'missingStartTime' : 'invalidTime', span.start_time, subsegment)

  let end: Micros | undefined
  if (!isAbsent(span.end_time) && !(span.end_time === 0 && span.in_progress === true)) {
    end = timeOf(span.end_time)
    if (end === undefined) return fault('invalidTime', span.end_time, subsegment)
    // Clocks step back: the work took no time, but it is over.
    if (end < start) end = start
  } else if (span.in_progress !== true) return fault('missingEndTime', span.end_time, subsegment)

  const namespace = isSubsegment && (span.namespace === 'aws' || span.namespace === 'remote') ? span.namespace : ''
  const mayInfer = namespace !== '' && inferring.left-- > 0
  const children = childrenOf(span.subsegments, inferring)
  if (isFault(children)) return children

  const http = digestHttp(span.http)
  const exceptions = digestExceptions(span.cause)
  const { error, fault: atFault, throttle } = flagsOf(span, http?.status, namespace !== '', exceptions)
  return {
    id,
    name,
    start,
    end,
    error,
    fault: atFault,
    throttle,
    http,
    exceptions,
    annotations: digestAnnotations(span.annotations),
    namespace,
    downstream: mayInfer ? downstreamOf(span, name, namespace) : undefined,
    user: textOf(span.user),
    children,
  }
}

/** `subsegments` of another kind than an array breaks the schema and is dropped; a broken one in it is a fault. */
function childrenOf(subsegments: JsonValue | undefined, inferring: Inferring): readonly SpanDigest[] | Fault {
  if (!Array.isArray(subsegments) || subsegments.length === 0) return noChildren
  const children: SpanDigest[] = []
  for (const subsegment of subsegments as readonly JsonValue[]) {
    const child = digestSpan(subsegment, true, inferring)
    if (isFault(child)) return child
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
