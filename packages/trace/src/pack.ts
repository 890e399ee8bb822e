import type {
  AnnotationValue,
  DocumentDigest,
  Entity,
  ExceptionDigest,
  HttpDigest,
  SegmentFields,
  SpanDigest,
} from './digest.ts'
import { defaultAccount } from './downstream.ts'
import type { SegmentId, TraceId } from './ids.ts'
import { PackedReader } from './packed-reader.ts'
import { lengthWritten, writeAfter, writeBits, writeNumber, writeText, writeWord, written } from './packed-writer.ts'
import type { Micros } from './time.ts'
import { CommonWords, type Words } from './words.ts'

/**
 * A digest as memory keeps it, which may be long: the garbage collector visits two objects, not sixty, and copies a sixth of
 * their bytes. Without the trace's id, which all digests of a trace have in common.
 */
export interface PackedDigest {
  /** Begins with what {@link identityOf} tells, of which it has so many characters. */
  readonly packed: string
  readonly identityLength: number
  /** What it has in common with many others. */
  readonly words: Words
}

const bit = {
  error: 1,
  fault: 2,
  throttle: 4,
  ended: 8,
  aws: 16,
  remote: 32,
  http: 64,
  downstream: 128,
  /** The call reaches an entity of its own name. */
  ownName: 256,
  exceptions: 512,
  annotations: 1024,
  children: 2048,
  user: 4096,
} as const

/** Kinds of an annotation's value. */
const valueKind = { text: 0, number: 1, false: 2, true: 3 } as const

const common = new CommonWords(500_000)
let words = common.next()

/** What tells documents of one trace apart: the same for a digest and for its packed form. */
export function identityOf({ hash, length }: Pick<DocumentDigest, 'hash' | 'length'>): string {
  writeIdentity(hash, length)
  return written()
}

export function identityOfPacked({ packed, identityLength }: PackedDigest): string {
  return packed.slice(0, identityLength)
}

export function packDigest({ hash, length, parentId, segment, span }: DocumentDigest): PackedDigest {
  words = common.next()
  writeIdentity(hash, length)
  const identityLength = lengthWritten()
  writeText(parentId)
  writeBits(segment === undefined ? 0 : 1)
  if (segment !== undefined) {
    writeWordOr(segment.entity.name)
    packPlace(segment.entity)
    writeText(segment.instanceId)
    writeWordOr(segment.availabilityZone)
    writeText(segment.resourceArn)
  }
  packSpan(span, 0)
  return { packed: written(), identityLength, words }
}

/** The digest of a trace's document: equal to the one that was packed. */
export function unpackDigest(traceId: TraceId, { packed, words: known }: PackedDigest): DocumentDigest {
  const from = new PackedReader(packed, known, 0)
  const hash = from.text() ?? ''
  const length = from.number() ?? 0
  const parentId = from.text() as SegmentId | undefined
  const segment = from.bits() === 0 ? undefined : unpackSegment(from)
  return { traceId, hash, length, parentId, segment, span: unpackSpan(from, 0) }
}

function writeIdentity(hash: string, length: number): void {
  writeText(hash)
  writeNumber(length)
}

function writeWordOr(text: string | undefined): void {
  const word = text === undefined ? undefined : words.numberOf(text)
  if (word === undefined) writeText(text)
  else writeWord(word)
}

/** The account that nearly all entities have is left out. */
function packPlace({ type, account }: Omit<Entity, 'name'>): void {
  writeWordOr(type)
  writeWordOr(account === defaultAccount ? undefined : account)
}

/** `before`: when the span began that this one stands in. */
function packSpan(span: SpanDigest, before: number): void {
  const { name, start, end, http, exceptions, annotations, namespace, downstream, user, children } = span
  const hasOwnName = downstream !== undefined && downstream.name === name
  writeBits(
    (span.error ? bit.error : 0) |
      (span.fault ? bit.fault : 0) |
      (span.throttle ? bit.throttle : 0) |
      (end === undefined ? 0 : bit.ended) |
      (namespace === 'aws' ? bit.aws : namespace === 'remote' ? bit.remote : 0) |
      (http === undefined ? 0 : bit.http) |
      (downstream === undefined ? 0 : bit.downstream) |
      (hasOwnName ? bit.ownName : 0) |
      (exceptions.length === 0 ? 0 : bit.exceptions) |
      (annotations.length === 0 ? 0 : bit.annotations) |
      (children.length === 0 ? 0 : bit.children) |
      (user === undefined ? 0 : bit.user),
  )
  writeAfter(start, before)
  if (end !== undefined) writeAfter(end, start)
  writeText(span.id)
  writeWordOr(name)
  if (user !== undefined) writeText(user)
  if (http !== undefined) {
    writeNumber(http.status)
    writeWordOr(http.method)
    writeText(http.url)
    writeWordOr(http.userAgent)
    writeText(http.clientIp)
  }
  if (downstream !== undefined) {
    if (!hasOwnName) writeWordOr(downstream.name)
    packPlace(downstream)
  }
  if (exceptions.length > 0) {
    writeBits(exceptions.length)
    for (const { type, message, remote } of exceptions) {
      writeWordOr(type)
      writeText(message)
      writeBits(remote ? 1 : 0)
    }
  }
  if (annotations.length > 0) {
    writeBits(annotations.length)
    for (const [key, value] of annotations) {
      writeWordOr(key)
      packValue(value)
    }
  }
  if (children.length > 0) {
    writeBits(children.length)
    for (const child of children) packSpan(child, start)
  }
}

function packValue(value: AnnotationValue): void {
  if (typeof value === 'string') {
    writeBits(valueKind.text)
    writeText(value)
  } else if (typeof value === 'number') {
    writeBits(valueKind.number)
    writeNumber(value)
  } else writeBits(value ? valueKind.true : valueKind.false)
}

const noExceptions: readonly ExceptionDigest[] = []
const noAnnotations: SpanDigest['annotations'] = []
const noChildren: readonly SpanDigest[] = []

function unpackSegment(from: PackedReader): SegmentFields {
  const entity = unpackEntity(from, from.text() ?? '')
  return { entity, instanceId: from.text(), availabilityZone: from.text(), resourceArn: from.text() }
}

function unpackEntity(from: PackedReader, name: string): Entity {
  return { name, type: from.text() ?? '', account: from.text() ?? defaultAccount }
}

function unpackSpan(from: PackedReader, before: number): SpanDigest {
  const bits = from.bits()
  const start = from.after(before) as Micros
  const end = (bits & bit.ended) === 0 ? undefined : (from.after(start) as Micros)
  const id = from.text() as SegmentId
  const name = from.text() ?? ''
  const user = (bits & bit.user) === 0 ? undefined : from.text()
  const http = (bits & bit.http) === 0 ? undefined : unpackHttp(from)
  const downstream =
    (bits & bit.downstream) === 0
      ? undefined
      : unpackEntity(from, (bits & bit.ownName) === 0 ? (from.text() ?? '') : name)
  return {
    id,
    name,
    start,
    end,
    error: (bits & bit.error) !== 0,
    fault: (bits & bit.fault) !== 0,
    throttle: (bits & bit.throttle) !== 0,
    http,
    exceptions: (bits & bit.exceptions) === 0 ? noExceptions : unpackExceptions(from),
    annotations: (bits & bit.annotations) === 0 ? noAnnotations : unpackAnnotations(from),
    namespace: (bits & bit.aws) !== 0 ? 'aws' : (bits & bit.remote) !== 0 ? 'remote' : '',
    downstream,
    user,
    children: (bits & bit.children) === 0 ? noChildren : unpackChildren(from, start),
  }
}

function unpackHttp(from: PackedReader): HttpDigest {
  const status = from.number()
  return { method: from.text(), url: from.text(), userAgent: from.text(), clientIp: from.text(), status }
}

function unpackExceptions(from: PackedReader): ExceptionDigest[] {
  const exceptions: ExceptionDigest[] = []
  for (let left = from.bits(); left > 0; left--)
    exceptions.push({ type: from.text() ?? '', message: from.text() ?? '', remote: from.bits() === 1 })
  return exceptions
}

function unpackAnnotations(from: PackedReader): SpanDigest['annotations'] {
  const annotations: (readonly [string, AnnotationValue])[] = []
  for (let left = from.bits(); left > 0; left--) annotations.push([from.text() ?? '', unpackValue(from)])
  return annotations
}

function unpackValue(from: PackedReader): AnnotationValue {
  const kind = from.bits()
  if (kind === valueKind.text) return from.text() ?? ''
  return kind === valueKind.number ? (from.number() ?? 0) : kind === valueKind.true
}

function unpackChildren(from: PackedReader, before: number): SpanDigest[] {
  const children: SpanDigest[] = []
  for (let left = from.bits(); left > 0; left--) children.push(unpackSpan(from, before))
  return children
}
