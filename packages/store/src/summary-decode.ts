import type {
  Flags,
  HttpDigest,
  Micros,
  SummaryAnnotation,
  SummaryEdge,
  SummarySegment,
  TraceSummary,
} from '@roentgen/trace'
import type { KnownEntities } from './known-entities.ts'
import { decodeRootCauses } from './root-cause-decode.ts'
import type { RowBinaryReader } from './row-binary-reader.ts'
import { annotationKind, edgeBit, segmentBit } from './summary-flags.ts'

/** The summary that a row of `summaryColumns` was made from, exactly. `known` belongs to the whole answer. */
export function decodeSummary(row: RowBinaryReader, known: KnownEntities): TraceSummary {
  return {
    ...decodeTrace(row),
    segments: decodeSegments(row, known),
    edges: decodeEdges(row),
    annotations: decodeAnnotations(row),
    rootCauses: decodeRootCauses(row, known),
  }
}

function decodeTrace(row: RowBinaryReader): Omit<TraceSummary, 'segments' | 'edges' | 'annotations' | 'rootCauses'> {
  const traceId = row.traceId()
  const revision = row.uint32()
  const start = row.int64() as Micros
  const end = row.int64() as Micros
  const duration = row.int64() as Micros
  const responseTime = row.nullableInt64() as Micros | undefined
  const ok = row.bool()
  const error = row.bool()
  const throttle = row.bool()
  const fault = row.bool()
  const partial = row.bool()
  const inferred = row.bool()
  const limitExceeded = row.bool()
  const root = row.int32()
  const hasHttp = row.bool()
  const http: HttpDigest = {
    method: row.nullableString(),
    url: row.nullableString(),
    userAgent: row.nullableString(),
    clientIp: row.nullableString(),
    status: row.nullableInt32(),
  }
  return {
    traceId,
    revision,
    start,
    end,
    duration,
    responseTime,
    ok,
    error,
    throttle,
    fault,
    partial,
    inferred,
    limitExceeded,
    root,
    http: hasHttp ? http : undefined,
  }
}

function decodeSegments(row: RowBinaryReader, known: KnownEntities): SummarySegment[] {
  const names = row.strings()
  const types = row.strings()
  const accounts = row.strings()
  const flags = row.uint8s()
  const starts = row.int64s()
  const durations = row.nullableInt64s()
  const https = decodeHttps(row)
  const users = row.nullableStrings()
  const instanceIds = row.nullableStrings()
  const availabilityZones = row.nullableStrings()
  const resourceArns = row.nullableStrings()
  return names.map((name, i) => {
    const bits = flags[i] ?? 0
    return {
      entity: known.of(name, types[i] ?? '', accounts[i] ?? ''),
      ...stateFlags(bits),
      partial: (bits & segmentBit.partial) !== 0,
      inferred: (bits & segmentBit.inferred) !== 0,
      root: (bits & segmentBit.root) !== 0,
      start: (starts[i] ?? 0) as Micros,
      duration: durations[i] as Micros | undefined,
      http: bits & segmentBit.http ? https(i) : undefined,
      user: users[i],
      instanceId: instanceIds[i],
      availabilityZone: availabilityZones[i],
      resourceArn: resourceArns[i],
    }
  })
}

function decodeEdges(row: RowBinaryReader): SummaryEdge[] {
  const froms = row.int32s()
  const tos = row.int32s()
  const flags = row.uint8s()
  const starts = row.int64s()
  const durations = row.nullableInt64s()
  const https = decodeHttps(row)
  return froms.map((from, i) => {
    const bits = flags[i] ?? 0
    return {
      from,
      to: tos[i] ?? 0,
      type: bits & edgeBit.link ? 'link' : '',
      ...stateFlags(bits),
      start: (starts[i] ?? 0) as Micros,
      duration: durations[i] as Micros | undefined,
      http: bits & edgeBit.http ? https(i) : undefined,
    }
  })
}

function decodeHttps(row: RowBinaryReader): (index: number) => HttpDigest {
  const methods = row.nullableStrings()
  const urls = row.nullableStrings()
  const userAgents = row.nullableStrings()
  const clientIps = row.nullableStrings()
  const statuses = row.nullableInt32s()
  return (i) => ({
    method: methods[i],
    url: urls[i],
    userAgent: userAgents[i],
    clientIp: clientIps[i],
    status: statuses[i],
  })
}

function decodeAnnotations(row: RowBinaryReader): SummaryAnnotation[] {
  const segments = row.uint32s()
  const keys = row.strings()
  const kinds = row.uint8s()
  const texts = row.strings()
  const numbers = row.float64s()
  return segments.map((segment, i) => {
    const number = numbers[i] ?? 0
    const kind = kinds[i]
    const value =
      kind === annotationKind.text ? (texts[i] ?? '') : kind === annotationKind.number ? number : number !== 0
    return { segment, key: keys[i] ?? '', value }
  })
}

function stateFlags(bits: number): Flags {
  return {
    ok: (bits & segmentBit.ok) !== 0,
    error: (bits & segmentBit.error) !== 0,
    throttle: (bits & segmentBit.throttle) !== 0,
    fault: (bits & segmentBit.fault) !== 0,
  }
}
