import type { Entity, RootCause, SummaryAnnotation, TraceSummary } from '@roentgen/trace'
import { listedAnnotation, listedBit, listedCauseKind, listedFormat } from './listed-format.ts'
import { RowBinary } from './row-binary.ts'

const whole = new RowBinary(4096)
const body = new RowBinary(4096)

/**
 * What a list shows of a trace, in one value, for the column `listed`: every text once and then by its number, small
 * numbers in a byte. A list gives few rows that lie far apart, and with each the engine unpacks some thirty others.
 * {@link decodeListed} reads it. Valid until the next call.
 */
export function encodeListed(summary: TraceSummary): Uint8Array {
  const texts = new Texts()
  body.clear()
  body.varint(summary.revision)
  body.int64(summary.start)
  body.int64(summary.end)
  body.int64(summary.duration)
  body.varint(flagsOf(summary))
  if (summary.responseTime !== undefined) body.int64(summary.responseTime)
  body.varint(summary.root + 1)
  if (summary.http !== undefined) {
    const { method, url, userAgent, clientIp, status } = summary.http
    for (const text of [method, url, userAgent, clientIp]) texts.write(text)
    if (status !== undefined) body.int32(status)
  }
  body.varint(summary.segments.length)
  for (const { entity, user, instanceId, availabilityZone, resourceArn } of summary.segments) {
    writeEntity(texts, entity)
    texts.write(user)
    texts.write(instanceId)
    texts.write(availabilityZone)
    texts.write(resourceArn)
  }
  writeAnnotations(texts, summary.annotations)
  writeCauses(texts, summary.rootCauses)

  whole.clear()
  whole.uint8(listedFormat)
  whole.varint(texts.all.length)
  for (const text of texts.all) whole.string(text)
  whole.raw(body.bytes())
  return whole.bytes()
}

/** Numbers texts from 1, each distinct one once; 0 is absent. */
class Texts {
  readonly all: string[] = []
  readonly #numbers = new Map<string, number>()

  write(text: string | undefined): void {
    body.varint(text === undefined ? 0 : this.#numberOf(text))
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    const number = this.all.push(text)
    this.#numbers.set(text, number)
    return number
  }
}

function flagsOf(summary: TraceSummary): number {
  return (
    (summary.ok ? listedBit.ok : 0) |
    (summary.error ? listedBit.error : 0) |
    (summary.throttle ? listedBit.throttle : 0) |
    (summary.fault ? listedBit.fault : 0) |
    (summary.partial ? listedBit.partial : 0) |
    (summary.inferred ? listedBit.inferred : 0) |
    (summary.limitExceeded ? listedBit.limitExceeded : 0) |
    (summary.http === undefined ? 0 : listedBit.http) |
    (summary.http?.status === undefined ? 0 : listedBit.status) |
    (summary.responseTime === undefined ? 0 : listedBit.responseTime)
  )
}

function writeEntity(texts: Texts, { name, type, account }: Entity): void {
  texts.write(name)
  texts.write(type)
  texts.write(account)
}

function writeAnnotations(texts: Texts, annotations: readonly SummaryAnnotation[]): void {
  body.varint(annotations.length)
  for (const { segment, key, value } of annotations) {
    body.varint(segment)
    texts.write(key)
    if (typeof value === 'string') {
      body.uint8(listedAnnotation.text)
      texts.write(value)
    } else if (typeof value === 'boolean') body.uint8(value ? listedAnnotation.true : listedAnnotation.false)
    else if (value >>> 0 === value && !Object.is(value, -0)) {
      body.uint8(listedAnnotation.count)
      body.varint(value)
    } else {
      body.uint8(listedAnnotation.number)
      body.float64(value)
    }
  }
}

function writeCauses(texts: Texts, causes: readonly RootCause[]): void {
  body.varint(causes.length)
  for (const { kind, clientImpacting, services } of causes) {
    body.varint(listedCauseKind.indexOf(kind) * 2 + (clientImpacting ? 1 : 0))
    body.varint(services.length)
    for (const { entity, inferred, path } of services) {
      writeEntity(texts, entity)
      body.varint(path.length * 2 + (inferred ? 1 : 0))
      for (const { name, remote, coverage, exceptions } of path) {
        texts.write(name)
        body.varint(exceptions.length * 4 + (coverage === undefined ? 0 : 2) + (remote ? 1 : 0))
        if (coverage !== undefined) body.float64(coverage)
        for (const exception of exceptions) {
          texts.write(exception.name)
          texts.write(exception.message)
        }
      }
    }
  }
}
