import type { SegmentId, TraceId } from './ids.ts'
import type { JsonObject } from './json.ts'
import type { Micros } from './time.ts'

/** What the list, the map and every filter need to know of one request: the part of `http` that X-Ray indexes. */
export interface HttpDigest {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly userAgent: string | undefined
  readonly clientIp: string | undefined
  readonly status: number | undefined
}

export interface ExceptionDigest {
  readonly type: string
  readonly message: string
  readonly remote: boolean
}

export type AnnotationValue = string | number | boolean

/** A node of the map: X-Ray's identity of a service. `type` is the origin; '' where X-Ray has null. */
export interface Entity {
  readonly name: string
  readonly type: string
  readonly account: string
}

/** One segment or subsegment without what only the waterfall shows (metadata, SQL, stacks). */
export interface SpanDigest {
  readonly id: SegmentId
  readonly name: string
  readonly start: Micros
  /** undefined while in progress. */
  readonly end: Micros | undefined
  /** After the flag rules (segments.md 7.1): sent flags, else the status; throttling by exception type as well. */
  readonly error: boolean
  readonly fault: boolean
  readonly throttle: boolean
  readonly http: HttpDigest | undefined
  readonly exceptions: readonly ExceptionDigest[]
  readonly annotations: readonly (readonly [key: string, value: AnnotationValue])[]
  /** '' for local work (which never makes a node). */
  readonly namespace: '' | 'aws' | 'remote'
  /**
   * The entity that this call reaches when no segment of its own arrives; undefined for local work, for segments, and for
   * the calls of a document that has too many of them.
   */
  readonly downstream: Entity | undefined
  readonly user: string | undefined
  readonly children: readonly SpanDigest[]
}

/** The fields that only a segment carries. */
export interface SegmentFields {
  readonly entity: Entity
  readonly instanceId: string | undefined
  readonly availabilityZone: string | undefined
  readonly resourceArn: string | undefined
}

/** One accepted document, digested: all that summaries and maps are made from. */
export interface DocumentDigest {
  readonly traceId: TraceId
  /** Of the document as it was sent: tells a repeat from another document of the same id. */
  readonly hash: string
  /** Bytes of the document as it was sent. */
  readonly length: number
  readonly parentId: SegmentId | undefined
  /** undefined for an independent subsegment. */
  readonly segment: SegmentFields | undefined
  readonly span: SpanDigest
  /** The parsed document, only where the full trace is wanted (never held in memory by ingest). */
  readonly source?: JsonObject
}
