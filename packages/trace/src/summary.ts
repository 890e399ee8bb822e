import type { AnnotationValue, Entity, HttpDigest } from './digest.ts'
import type { TraceId } from './ids.ts'
import type { Micros } from './time.ts'

/** The state of one request, from the owner of the element: root segment, segment or call. */
export interface Flags {
  /** Answered, and none of the others. */
  readonly ok: boolean
  readonly error: boolean
  readonly throttle: boolean
  readonly fault: boolean
}

/**
 * One segment of a trace, inferred ones too, with every field that filters.md section 3 names for scope S.
 * undefined is absent, which differs from '' and from 0.
 */
export interface SummarySegment extends Flags {
  readonly entity: Entity
  readonly partial: boolean
  readonly inferred: boolean
  readonly root: boolean
  readonly start: Micros
  /** Of the segment; undefined while in progress. */
  readonly duration: Micros | undefined
  readonly http: HttpDigest | undefined
  readonly user: string | undefined
  readonly instanceId: string | undefined
  readonly availabilityZone: string | undefined
  readonly resourceArn: string | undefined
}

/** One call, from the caller's side (scope E). A client's call carries the root segment's numbers. */
export interface SummaryEdge extends Flags {
  /** Index into `segments`; -1 for the client of `to`. */
  readonly from: number
  readonly to: number
  /** 'link' for asynchronous edges. */
  readonly type: '' | 'link'
  readonly start: Micros
  readonly duration: Micros | undefined
  readonly http: HttpDigest | undefined
}

/** An annotation of a segment or of any subsegment in it. */
export interface SummaryAnnotation {
  /** Index into `segments`. */
  readonly segment: number
  readonly key: string
  readonly value: AnnotationValue
}

export interface RootCauseException {
  readonly name: string
  readonly message: string
}
export interface RootCauseEntity {
  readonly name: string
  readonly remote: boolean
  /** Fault and error causes. */
  readonly exceptions: readonly RootCauseException[]
  /** Share of the root's response time; response time causes only. */
  readonly coverage: number | undefined
}
export interface RootCauseService {
  readonly entity: Entity
  readonly inferred: boolean
  readonly path: readonly RootCauseEntity[]
}
/** From the entry service to the culprit (X-Ray API: FaultRootCause, ErrorRootCause, ResponseTimeRootCause). */
export interface RootCause {
  readonly kind: 'fault' | 'error' | 'responsetime'
  /** The cause reached the trace's client. */
  readonly clientImpacting: boolean
  readonly services: readonly RootCauseService[]
}

/** One row a trace: all that lists, filters and maps read. A function of the trace's distinct documents and of nothing else. */
export interface TraceSummary extends Flags {
  readonly traceId: TraceId
  /** The number of distinct documents that it was made from; the highest wins. */
  readonly revision: number
  /** Earliest start of any segment. */
  readonly start: Micros
  /** Latest end of any segment, inferred ones too; `start` where none has ended. */
  readonly end: Micros
  readonly duration: Micros
  /** Of the root segment; undefined while it is in progress. */
  readonly responseTime: Micros | undefined
  readonly partial: boolean
  readonly inferred: boolean
  readonly limitExceeded: boolean
  /** Index of the root segment in `segments`; -1 where the trace has only orphaned subsegments. */
  readonly root: number
  readonly http: HttpDigest | undefined
  readonly segments: readonly SummarySegment[]
  readonly edges: readonly SummaryEdge[]
  readonly annotations: readonly SummaryAnnotation[]
  readonly rootCauses: readonly RootCause[]
}
