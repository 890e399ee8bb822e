import type {
  Flags,
  HttpDigest,
  Micros,
  SummaryAnnotation,
  SummaryEdge,
  SummarySegment,
  TraceSummary,
} from '@roentgen/trace'
import type { Cells } from './cells.ts'
import { decodeRootCauses } from './root-cause-decode.ts'
import { edgeBit, segmentBit } from './summary-flags.ts'

/** The summary that a row of `summaryColumns` was made from, exactly. */
export function decodeSummary(cells: Cells): TraceSummary {
  const traceId = cells.traceId()
  const revision = cells.number()
  const start = cells.micros()
  const end = cells.micros()
  const duration = cells.micros()
  const responseTime = cells.microsOrNull()
  const ok = cells.bool()
  const error = cells.bool()
  const throttle = cells.bool()
  const fault = cells.bool()
  const partial = cells.bool()
  const inferred = cells.bool()
  const limitExceeded = cells.bool()
  const root = cells.number()
  const hasHttp = cells.bool()
  const http: HttpDigest = {
    method: cells.textOrNull(),
    url: cells.textOrNull(),
    userAgent: cells.textOrNull(),
    clientIp: cells.textOrNull(),
    status: cells.numberOrNull(),
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
    segments: decodeSegments(cells),
    edges: decodeEdges(cells),
    annotations: decodeAnnotations(cells),
    rootCauses: decodeRootCauses(cells),
  }
}

function decodeSegments(cells: Cells): SummarySegment[] {
  const names = cells.texts()
  const types = cells.texts()
  const accounts = cells.texts()
  const flags = cells.numbers()
  const starts = cells.numbers()
  const durations = cells.numbersOrNull()
  const https = decodeHttps(cells)
  const users = cells.textsOrNull()
  const instanceIds = cells.textsOrNull()
  const availabilityZones = cells.textsOrNull()
  const resourceArns = cells.textsOrNull()
  return names.map((name, i) => {
    const bits = flags[i] ?? 0
    return {
      entity: { name, type: types[i] ?? '', account: accounts[i] ?? '' },
      ...stateFlags(bits),
      partial: (bits & segmentBit.partial) !== 0,
      inferred: (bits & segmentBit.inferred) !== 0,
      root: (bits & segmentBit.root) !== 0,
      start: (starts[i] ?? 0) as Micros,
      duration: (durations[i] ?? undefined) as Micros | undefined,
      http: bits & segmentBit.http ? https(i) : undefined,
      user: users[i] ?? undefined,
      instanceId: instanceIds[i] ?? undefined,
      availabilityZone: availabilityZones[i] ?? undefined,
      resourceArn: resourceArns[i] ?? undefined,
    }
  })
}

function decodeEdges(cells: Cells): SummaryEdge[] {
  const froms = cells.numbers()
  const tos = cells.numbers()
  const flags = cells.numbers()
  const starts = cells.numbers()
  const durations = cells.numbersOrNull()
  const https = decodeHttps(cells)
  return froms.map((from, i) => {
    const bits = flags[i] ?? 0
    return {
      from,
      to: tos[i] ?? 0,
      type: bits & edgeBit.link ? 'link' : '',
      ...stateFlags(bits),
      start: (starts[i] ?? 0) as Micros,
      duration: (durations[i] ?? undefined) as Micros | undefined,
      http: bits & edgeBit.http ? https(i) : undefined,
    }
  })
}

function decodeHttps(cells: Cells): (index: number) => HttpDigest {
  const methods = cells.textsOrNull()
  const urls = cells.textsOrNull()
  const userAgents = cells.textsOrNull()
  const clientIps = cells.textsOrNull()
  const statuses = cells.numbersOrNull()
  return (i) => ({
    method: methods[i] ?? undefined,
    url: urls[i] ?? undefined,
    userAgent: userAgents[i] ?? undefined,
    clientIp: clientIps[i] ?? undefined,
    status: statuses[i] ?? undefined,
  })
}

function decodeAnnotations(cells: Cells): SummaryAnnotation[] {
  const segments = cells.numbers()
  const keys = cells.texts()
  const kinds = cells.texts()
  const texts = cells.texts()
  const numbers = cells.numbers()
  return segments.map((segment, i) => {
    const number = numbers[i] ?? 0
    const kind = kinds[i]
    const value = kind === 'text' ? (texts[i] ?? '') : kind === 'number' ? number : number !== 0
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
