import type { DocumentDigest, SegmentFields } from './digest.ts'
import { digestSpan, type Fault } from './digest-span.ts'
import { accountOf } from './downstream.ts'
import { textOf, wellFormed } from './field-text.ts'
import { type Fingerprint, fingerprint } from './fingerprint.ts'
import { parseSegmentId, parseTraceId, type SegmentId } from './ids.ts'
import { isObject, type JsonObject, type JsonValue } from './json.ts'
import { deepestNesting, nestsDeeperThan } from './nesting.ts'

export interface DigestOptions {
  /** Keeps the parsed document in `source`. */
  readonly keepSource?: boolean
}

/** Digests a stored document: equal to the digest of its admission. undefined only for a text that no limits would admit. */
export function digestDocument(text: string, options: DigestOptions = {}): DocumentDigest | undefined {
  return readDocument(text, fingerprint(text), [], options.keepSource === true)
}

/** Parses a document, and checks and digests it in one pass. Where a rule is broken the fault is pushed and the answer is undefined. */
export function readDocument(
  text: string,
  print: Fingerprint,
  faults: Fault[],
  keepSource: boolean,
): DocumentDigest | undefined {
  const fault = (error: Fault['error'], value: JsonValue | undefined, subsegment?: JsonObject): undefined => {
    faults.push({ error, value, subsegment })
    return undefined
  }
  if (print.openers > deepestNesting && nestsDeeperThan(text, deepestNesting)) return fault('tooDeep', deepestNesting)
  let parsed: JsonValue
  try {
    parsed = parse(text, print)
  } catch (error) {
    return fault('parseError', error instanceof Error ? error.message : '')
  }

  const document = isObject(parsed) ? parsed : {}
  const independent = document.type === 'subsegment'
  const span = digestSpan(document, independent, faults)
  if (span === undefined) return undefined

  const subsegment = independent ? document : undefined
  if (typeof document.trace_id !== 'string') return fault('missingTraceId', document.trace_id, subsegment)
  const traceId = parseTraceId(document.trace_id)
  if (traceId === undefined) return fault('invalidTraceId', document.trace_id, subsegment)

  let parentId: SegmentId | undefined
  const parent = document.parent_id
  if (parent === undefined || parent === null || parent === '') {
    if (independent) return fault('missingParentId', parent, subsegment)
  } else {
    parentId = typeof parent === 'string' ? parseSegmentId(parent) : undefined
    if (parentId === undefined) return fault('invalidParentId', parent, subsegment)
  }

  const digest = {
    traceId,
    hash: print.hash,
    length: print.bytes,
    parentId,
    segment: independent ? undefined : segmentFields(document, span.name),
    span,
  }
  return keepSource ? { ...digest, source: document } : digest
}

function parse(text: string, print: Fingerprint): JsonValue {
  if (print.escapes && escapedSurrogate.test(text))
    return JSON.parse(text, (_, value) => (typeof value === 'string' ? wellFormed(value) : value)) as JsonValue
  return JSON.parse(text) as JsonValue
}

const escapedSurrogate = /\\u[dD][89a-fA-F]/

function segmentFields(document: JsonObject, name: string): SegmentFields {
  const aws = isObject(document.aws) ? document.aws : undefined
  const ec2 = isObject(aws?.ec2) ? aws.ec2 : undefined
  const ecs = isObject(aws?.ecs) ? aws.ecs : undefined
  return {
    entity: { name, type: textOf(document.origin) ?? '', account: accountOf(aws) },
    instanceId: textOf(ec2?.instance_id),
    availabilityZone: textOf(ec2?.availability_zone) ?? textOf(ecs?.availability_zone),
    resourceArn: textOf(document.resource_arn),
  }
}
