import type { DocumentDigest, SegmentFields } from './digest.ts'
import { digestFields } from './digest-fields.ts'
import { digestSpan, mostInferring } from './digest-span.ts'
import { accountOf } from './downstream.ts'
import { type Fault, fault, isFault } from './fault.ts'
import { readFields } from './field-reader.ts'
import { parseJson, textOf } from './field-text.ts'
import { type Fingerprint, fingerprint } from './fingerprint.ts'
import { parseSegmentId, parseTraceId, type SegmentId } from './ids.ts'
import { isObject, type JsonObject, type JsonValue } from './json.ts'
import { deepestNesting, nestsDeeperThan } from './nesting.ts'

export interface DigestOptions {
  /** Keeps the parsed document in `source`. */
  readonly keepSource?: boolean
  /** A digest that is at hand, by the identity of its document: parsing is what costs. */
  readonly known?: (identity: Pick<DocumentDigest, 'hash' | 'length'>) => DocumentDigest | undefined
}

/** Digests a stored document: equal to the digest of its admission. undefined only for a text that no limits would admit. */
export function digestDocument(text: string, options: DigestOptions = {}): DocumentDigest | undefined {
  const print = fingerprint(text)
  const known = options.known?.({ hash: print.hash, length: print.bytes })
  if (known !== undefined) return known
  const reading = readDocument(text, print, options.keepSource === true)
  return 'fault' in reading ? undefined : reading
}

/** A document that breaks a rule. */
export interface Refusal {
  readonly fault: Fault
  /** Whole, as far as it could be parsed to an object. */
  readonly document: JsonObject
}

/** Checks and digests a document, of which it parses no more than it must. */
export function readDocument(text: string, print: Fingerprint, keepSource: boolean): DocumentDigest | Refusal {
  if (print.openers > deepestNesting && nestsDeeperThan(text, deepestNesting))
    return { fault: fault('tooDeep', deepestNesting), document: {} }
  const digest = keepSource ? undefined : digestOfFields(text, print)
  // What is refused is parsed as a whole: the words for its sender name the value at fault.
  return digest ?? parseDocument(text, print, keepSource)
}

function digestOfFields(text: string, print: Fingerprint): DocumentDigest | undefined {
  const read = readFields(text, print.utf8, print.bytes, digestFields)
  if (!isObject(read)) return undefined
  const digest = digestParsed(read, print)
  return isFault(digest) ? undefined : digest
}

function parseDocument(text: string, print: Fingerprint, keepSource: boolean): DocumentDigest | Refusal {
  let parsed: JsonValue
  try {
    parsed = parseJson(text)
  } catch (error) {
    return { fault: fault('parseError', error instanceof Error ? error.message : ''), document: {} }
  }
  const document = isObject(parsed) ? parsed : {}
  const digest = digestParsed(document, print)
  if (isFault(digest)) return { fault: digest, document }
  return keepSource ? { ...digest, source: document } : digest
}

function digestParsed(document: JsonObject, print: Fingerprint): DocumentDigest | Fault {
  const independent = document.type === 'subsegment'
  const subsegment = independent ? document : undefined
  const span = digestSpan(document, independent, { left: mostInferring })
  if (isFault(span)) return span

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

  return {
    traceId,
    hash: print.hash,
    length: print.bytes,
    parentId,
    segment: independent ? undefined : segmentFields(document, span.name),
    span,
  }
}

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
