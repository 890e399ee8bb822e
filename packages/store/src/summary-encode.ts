import type {
  Flags,
  HttpDigest,
  Micros,
  SummaryAnnotation,
  SummaryEdge,
  SummarySegment,
  TraceId,
  TraceSummary,
} from '@roentgen/trace'
import { traceIdHex } from '@roentgen/trace'
import { EntityNumbers } from './entity-numbers.ts'
import { encodeListed } from './listed-encode.ts'
import type { NativeBlock } from './native-block.ts'
import { encodeRootCauses } from './root-cause-encode.ts'
import { annotationKind, edgeBit, segmentBit } from './summary-flags.ts'

const numbers = new EntityNumbers()
const nobody = { low: 0, high: 0 } as const

/** The greatest revision: nothing replaces a tombstone. */
const last = 0xffffffff

const unlisted = new Uint8Array()

const nothing: TraceSummary = {
  traceId: '' as TraceId,
  revision: last,
  start: 0 as Micros,
  end: 0 as Micros,
  duration: 0 as Micros,
  responseTime: undefined,
  ok: false,
  error: false,
  throttle: false,
  fault: false,
  partial: false,
  inferred: false,
  limitExceeded: false,
  root: -1,
  http: undefined,
  segments: [],
  edges: [],
  annotations: [],
  rootCauses: [],
}

/** A trace's row under its key: `insertedColumns` of summary-columns.ts. `groups`: ids of the group versions that hold. */
export function encodeSummary(
  row: NativeBlock,
  keyTime: Micros,
  summary: TraceSummary,
  groups: readonly number[],
): void {
  encodeRow(row, keyTime, 0, summary)
  encodeGroups(row, groups)
}

/** The row that buries a key under which the trace no longer stands. */
export function encodeTombstone(row: NativeBlock, keyTime: Micros, traceId: TraceId): void {
  encodeRow(row, keyTime, 1, { ...nothing, traceId })
  encodeGroups(row, [])
}

/** What a list shows of the trace under its key: `listingColumns`. */
export function encodeListing(row: NativeBlock, keyTime: Micros, summary: TraceSummary): void {
  encodeListingRow(row, keyTime, summary.traceId, summary.revision, 0, encodeListed(summary))
}

/** The listing that buries a key. */
export function encodeListingTombstone(row: NativeBlock, keyTime: Micros, traceId: TraceId): void {
  encodeListingRow(row, keyTime, traceId, last, 1, unlisted)
}

function encodeListingRow(
  row: NativeBlock,
  keyTime: Micros,
  traceId: TraceId,
  revision: number,
  gone: number,
  listed: Uint8Array,
): void {
  row.row()
  row.int64(keyTime)
  row.uuid(traceIdHex(traceId))
  row.uint32(revision)
  row.uint8(gone)
  row.blob(listed)
}

function encodeGroups(row: NativeBlock, groups: readonly number[]): void {
  row.list(groups.length)
  for (const group of groups) row.uint32(group)
}

function encodeRow(row: NativeBlock, keyTime: Micros, gone: number, summary: TraceSummary): void {
  row.row()
  row.int64(keyTime)
  row.uint8(gone)
  row.uuid(traceIdHex(summary.traceId))
  row.uint32(summary.revision)
  row.int64(summary.start)
  row.int64(summary.end)
  row.int64(summary.duration)
  row.nullableInt64(summary.responseTime)
  row.bool(summary.ok)
  row.bool(summary.error)
  row.bool(summary.throttle)
  row.bool(summary.fault)
  row.bool(summary.partial)
  row.bool(summary.inferred)
  row.bool(summary.limitExceeded)
  row.int32(summary.root)
  const { http } = summary
  row.bool(http !== undefined)
  row.nullableString(http?.method)
  row.nullableString(http?.url)
  row.nullableString(http?.userAgent)
  row.nullableString(http?.clientIp)
  row.nullableInt32(http?.status)
  encodeSegments(row, summary.segments)
  encodeEdges(row, summary.edges)
  encodeAnnotations(row, summary.annotations)
  encodeRootCauses(row, summary.rootCauses)
  encodeNumbers(row, summary)
}

/** Of segments, callers and callees; 0 for a client, and for a callee that is no segment of the trace. */
function encodeNumbers(row: NativeBlock, { segments, edges }: TraceSummary): void {
  const own = segments.map(({ entity }) => numbers.of(entity))
  row.list(segments.length)
  for (const number of own) row.uint64(number)
  row.list(edges.length)
  for (const { from } of edges) row.uint64(own[from] ?? nobody)
  row.list(edges.length)
  for (const { to } of edges) row.uint64(own[to] ?? nobody)
}

function encodeSegments(row: NativeBlock, segments: readonly SummarySegment[]): void {
  const count = segments.length
  row.list(count)
  for (const { entity } of segments) row.string(entity.name)
  row.list(count)
  for (const { entity } of segments) row.string(entity.type)
  row.list(count)
  for (const { entity } of segments) row.string(entity.account)
  row.list(count)
  for (const segment of segments) row.uint8(segmentFlags(segment))
  row.list(count)
  for (const segment of segments) row.int64(segment.start)
  row.list(count)
  for (const segment of segments) row.nullableInt64(segment.duration)
  encodeHttps(row, segments)
  row.list(count)
  for (const segment of segments) row.nullableString(segment.user)
  row.list(count)
  for (const segment of segments) row.nullableString(segment.instanceId)
  row.list(count)
  for (const segment of segments) row.nullableString(segment.availabilityZone)
  row.list(count)
  for (const segment of segments) row.nullableString(segment.resourceArn)
}

function encodeEdges(row: NativeBlock, edges: readonly SummaryEdge[]): void {
  const count = edges.length
  row.list(count)
  for (const edge of edges) row.int32(edge.from)
  row.list(count)
  for (const edge of edges) row.int32(edge.to)
  row.list(count)
  for (const edge of edges) row.uint8(edgeFlags(edge))
  row.list(count)
  for (const edge of edges) row.int64(edge.start)
  row.list(count)
  for (const edge of edges) row.nullableInt64(edge.duration)
  encodeHttps(row, edges)
}

function encodeHttps(row: NativeBlock, owners: readonly { readonly http: HttpDigest | undefined }[]): void {
  const count = owners.length
  row.list(count)
  for (const { http } of owners) row.nullableString(http?.method)
  row.list(count)
  for (const { http } of owners) row.nullableString(http?.url)
  row.list(count)
  for (const { http } of owners) row.nullableString(http?.userAgent)
  row.list(count)
  for (const { http } of owners) row.nullableString(http?.clientIp)
  row.list(count)
  for (const { http } of owners) row.nullableInt32(http?.status)
}

function encodeAnnotations(row: NativeBlock, annotations: readonly SummaryAnnotation[]): void {
  const count = annotations.length
  row.list(count)
  for (const { segment } of annotations) row.uint32(segment)
  row.list(count)
  for (const { key } of annotations) row.string(key)
  row.list(count)
  for (const { value } of annotations)
    row.uint8(typeof value === 'string' ? annotationKind.text : annotationKind[typeof value as 'number' | 'boolean'])
  row.list(count)
  for (const { value } of annotations) row.string(typeof value === 'string' ? value : '')
  row.list(count)
  for (const { value } of annotations) row.float64(typeof value === 'string' ? 0 : Number(value))
}

function stateFlags(flags: Flags): number {
  return (
    (flags.ok ? segmentBit.ok : 0) |
    (flags.error ? segmentBit.error : 0) |
    (flags.throttle ? segmentBit.throttle : 0) |
    (flags.fault ? segmentBit.fault : 0)
  )
}

function segmentFlags(segment: SummarySegment): number {
  return (
    stateFlags(segment) |
    (segment.partial ? segmentBit.partial : 0) |
    (segment.inferred ? segmentBit.inferred : 0) |
    (segment.root ? segmentBit.root : 0) |
    (segment.http === undefined ? 0 : segmentBit.http)
  )
}

function edgeFlags(edge: SummaryEdge): number {
  return stateFlags(edge) | (edge.type === 'link' ? edgeBit.link : 0) | (edge.http === undefined ? 0 : edgeBit.http)
}
