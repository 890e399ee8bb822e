import type { Entity, HttpDigest, Micros, RootCause, SummaryAnnotation, TraceId, TraceSummary } from '@roentgen/trace'
import { errors, StoreError } from './errors.ts'
import type { KnownEntities } from './known-entities.ts'
import { listedAnnotation, listedBit, listedCauseKind, listedFormat } from './listed-format.ts'
import type { ListedTrace } from './question.ts'
import type { RowBinaryReader } from './row-binary-reader.ts'

/** The trace that a value of the column `listed` was made from. `row` stands behind the value's length; it is not empty. */
export function decodeListed(traceId: TraceId, row: RowBinaryReader, known: KnownEntities): ListedTrace {
  const format = row.uint8()
  if (format !== listedFormat)
    throw new StoreError('unexpectedAnswer', errors.unexpectedAnswer.text(`a listed trace of format ${format}`))
  const texts = row.strings()
  const maybe = () => texts[row.varint() - 1]
  const text = () => maybe() ?? ''
  const entity = () => known.of(text(), text(), text())
  const revision = row.varint()
  const start = row.int64() as Micros
  const end = row.int64() as Micros
  const duration = row.int64() as Micros
  const flags = row.varint()
  const has = (bit: number) => (flags & bit) !== 0
  const responseTime = has(listedBit.responseTime) ? (row.int64() as Micros) : undefined
  const root = row.varint() - 1
  const http = has(listedBit.http) ? readHttp(row, maybe, has(listedBit.status)) : undefined
  const segments = times(row.varint(), () => ({
    entity: entity(),
    user: maybe(),
    instanceId: maybe(),
    availabilityZone: maybe(),
    resourceArn: maybe(),
  }))
  const annotations = times(row.varint(), () => readAnnotation(row, text))
  const rootCauses = times(row.varint(), () => readCause(row, text, entity))
  return {
    traceId,
    revision,
    start,
    end,
    duration,
    responseTime,
    ok: has(listedBit.ok),
    error: has(listedBit.error),
    throttle: has(listedBit.throttle),
    fault: has(listedBit.fault),
    partial: has(listedBit.partial),
    inferred: has(listedBit.inferred),
    limitExceeded: has(listedBit.limitExceeded),
    root,
    http,
    segments,
    annotations,
    rootCauses,
  }
}

/** What a list gives of a whole summary. */
export function listedOf({ edges: _, segments, ...rest }: TraceSummary): ListedTrace {
  return {
    ...rest,
    segments: segments.map(({ entity, user, instanceId, availabilityZone, resourceArn }) => {
      return { entity, user, instanceId, availabilityZone, resourceArn }
    }),
  }
}

function readHttp(row: RowBinaryReader, maybe: () => string | undefined, hasStatus: boolean): HttpDigest {
  const [method, url, userAgent, clientIp] = [maybe(), maybe(), maybe(), maybe()]
  return { method, url, userAgent, clientIp, status: hasStatus ? row.int32() : undefined }
}

function readAnnotation(row: RowBinaryReader, text: () => string): SummaryAnnotation {
  const segment = row.varint()
  const key = text()
  switch (row.uint8()) {
    case listedAnnotation.text:
      return { segment, key, value: text() }
    case listedAnnotation.number:
      return { segment, key, value: row.float64() }
    case listedAnnotation.count:
      return { segment, key, value: row.varint() }
    case listedAnnotation.true:
      return { segment, key, value: true }
    default:
      return { segment, key, value: false }
  }
}

function readCause(row: RowBinaryReader, text: () => string, entity: () => Entity): RootCause {
  const bits = row.varint()
  return {
    kind: listedCauseKind[bits >> 1] ?? 'responsetime',
    clientImpacting: (bits & 1) !== 0,
    services: times(row.varint(), () => {
      const own = entity()
      const path = row.varint()
      return {
        entity: own,
        inferred: (path & 1) !== 0,
        path: times(path >> 1, () => {
          const name = text()
          const exceptions = row.varint()
          const coverage = (exceptions & 2) === 0 ? undefined : row.float64()
          return {
            name,
            remote: (exceptions & 1) !== 0,
            exceptions: times(exceptions >> 2, () => ({ name: text(), message: text() })),
            coverage,
          }
        }),
      }
    }),
  }
}

function times<T>(count: number, read: () => T): T[] {
  const all: T[] = []
  for (let i = 0; i < count; i++) all.push(read())
  return all
}
