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
import type { Micros } from './time.ts'
import { Words } from './words.ts'

/**
 * A digest as memory keeps it, which may be long: the garbage collector visits four objects, not sixty. Without the
 * trace's id, which all digests of a trace have in common.
 */
export interface PackedDigest {
  readonly hash: string
  readonly length: number
  /** All other strings of the digest that are its own, one behind the other. */
  readonly text: string
  /** The lengths of these, the numbers of words, and all that is no string, as {@link packDigest} comes by. */
  readonly numbers: readonly number[]
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
} as const

const absent = -1
/** Of entities: the account that nearly all have. */
const ordinaryAccount = -2
/** Kinds of an annotation's value; a string is told by its length. */
const isNumber = -3
const isFalse = -4
const isTrue = -5
/** Below this, less a word's number, stands the word. */
const firstWord = -10

/** So many digests are packed with the same words at least: those that fill up meanwhile take no new ones. */
const digestsOfWords = 500_000
let words = new Words()
let digestsLeft = digestsOfWords

export function packDigest({ hash, length, parentId, segment, span }: DocumentDigest): PackedDigest {
  if (digestsLeft-- <= 0 && words.isFull) {
    words = new Words()
    digestsLeft = digestsOfWords
  }
  const texts: string[] = []
  const numbers: number[] = []
  packText(parentId, texts, numbers)
  numbers.push(segment === undefined ? 0 : 1)
  if (segment !== undefined) {
    packEntity(segment.entity, texts, numbers)
    packText(segment.instanceId, texts, numbers)
    packWord(segment.availabilityZone, texts, numbers)
    packText(segment.resourceArn, texts, numbers)
  }
  packSpan(span, texts, numbers)
  // Joined, not added: a sum of strings would go on pointing to all of its parts.
  return { hash, length, text: texts.join(''), numbers: numbers.slice(), words }
}

/** The digest of a trace's document: equal to the one that was packed. */
export function unpackDigest(traceId: TraceId, packed: PackedDigest): DocumentDigest {
  const { hash, length } = packed
  const from = new Unpacking(packed)
  const parentId = from.text() as SegmentId | undefined
  const segment = from.number() === 0 ? undefined : unpackSegment(from)
  return { traceId, hash, length, parentId, segment, span: unpackSpan(from) }
}

function packText(text: string | undefined, texts: string[], numbers: number[]): void {
  if (text === undefined) numbers.push(absent)
  else {
    numbers.push(text.length)
    texts.push(text)
  }
}

function packWord(text: string | undefined, texts: string[], numbers: number[]): void {
  const word = text === undefined ? undefined : words.numberOf(text)
  if (word === undefined) packText(text, texts, numbers)
  else numbers.push(firstWord - word)
}

function packEntity({ name, type, account }: Entity, texts: string[], numbers: number[]): void {
  packWord(name, texts, numbers)
  packPlace(type, account, texts, numbers)
}

function packPlace(type: string, account: string, texts: string[], numbers: number[]): void {
  packWord(type, texts, numbers)
  if (account === defaultAccount) numbers.push(ordinaryAccount)
  else packWord(account, texts, numbers)
}

function packSpan(span: SpanDigest, texts: string[], numbers: number[]): void {
  const { name, end, http, exceptions, annotations, namespace, downstream, children } = span
  const hasOwnName = downstream !== undefined && downstream.name === name
  numbers.push(
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
      (children.length === 0 ? 0 : bit.children),
    span.start,
  )
  if (end !== undefined) numbers.push(end)
  packText(span.id, texts, numbers)
  packWord(name, texts, numbers)
  packText(span.user, texts, numbers)
  if (http !== undefined) {
    numbers.push(http.status ?? absent)
    packWord(http.method, texts, numbers)
    packText(http.url, texts, numbers)
    packWord(http.userAgent, texts, numbers)
    packText(http.clientIp, texts, numbers)
  }
  if (downstream !== undefined) {
    if (!hasOwnName) packWord(downstream.name, texts, numbers)
    packPlace(downstream.type, downstream.account, texts, numbers)
  }
  if (exceptions.length > 0) {
    numbers.push(exceptions.length)
    for (const { type, message, remote } of exceptions) {
      packWord(type, texts, numbers)
      packText(message, texts, numbers)
      numbers.push(remote ? 1 : 0)
    }
  }
  if (annotations.length > 0) {
    numbers.push(annotations.length)
    for (const [key, value] of annotations) {
      packWord(key, texts, numbers)
      if (typeof value === 'string') packText(value, texts, numbers)
      else if (typeof value === 'number') numbers.push(isNumber, value)
      else numbers.push(value ? isTrue : isFalse)
    }
  }
  if (children.length > 0) {
    numbers.push(children.length)
    for (const child of children) packSpan(child, texts, numbers)
  }
}

const noExceptions: readonly ExceptionDigest[] = []
const noAnnotations: SpanDigest['annotations'] = []
const noChildren: readonly SpanDigest[] = []

function unpackSegment(from: Unpacking): SegmentFields {
  const entity = unpackEntity(from, from.text() ?? '')
  return { entity, instanceId: from.text(), availabilityZone: from.text(), resourceArn: from.text() }
}

function unpackEntity(from: Unpacking, name: string): Entity {
  const type = from.text() ?? ''
  const length = from.number()
  return { name, type, account: length === ordinaryAccount ? defaultAccount : from.textOf(length) }
}

function unpackSpan(from: Unpacking): SpanDigest {
  const bits = from.number()
  const start = from.number() as Micros
  const end = (bits & bit.ended) === 0 ? undefined : (from.number() as Micros)
  const id = from.text() as SegmentId
  const name = from.text() ?? ''
  const user = from.text()
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
    children: (bits & bit.children) === 0 ? noChildren : unpackChildren(from),
  }
}

function unpackHttp(from: Unpacking): HttpDigest {
  const status = from.number()
  return {
    method: from.text(),
    url: from.text(),
    userAgent: from.text(),
    clientIp: from.text(),
    status: status === absent ? undefined : status,
  }
}

function unpackExceptions(from: Unpacking): ExceptionDigest[] {
  const exceptions: ExceptionDigest[] = []
  for (let left = from.number(); left > 0; left--)
    exceptions.push({ type: from.text() ?? '', message: from.text() ?? '', remote: from.number() === 1 })
  return exceptions
}

function unpackAnnotations(from: Unpacking): SpanDigest['annotations'] {
  const annotations: (readonly [string, AnnotationValue])[] = []
  for (let left = from.number(); left > 0; left--) {
    const key = from.text() ?? ''
    const kind = from.number()
    annotations.push([key, kind === isNumber ? from.number() : kind < 0 ? kind === isTrue : from.textOf(kind)])
  }
  return annotations
}

function unpackChildren(from: Unpacking): SpanDigest[] {
  const children: SpanDigest[] = []
  for (let left = from.number(); left > 0; left--) children.push(unpackSpan(from))
  return children
}

class Unpacking {
  readonly #text: string
  readonly #numbers: readonly number[]
  readonly #words: Words
  #at = 0
  #next = 0

  constructor({ text, numbers, words }: PackedDigest) {
    this.#text = text
    this.#numbers = numbers
    this.#words = words
  }

  number(): number {
    return this.#numbers[this.#next++] as number
  }

  text(): string | undefined {
    const length = this.number()
    return length === absent ? undefined : this.textOf(length)
  }

  /** Of so many units, or a word. */
  textOf(length: number): string {
    if (length <= firstWord) return this.#words.at(firstWord - length)
    const from = this.#at
    this.#at += length
    return this.#text.slice(from, this.#at)
  }
}
