import type { Micros, SegmentId, TraceId } from '@roentgen/trace'

/** A document on its way into the store: what one write-ahead record holds. */
export interface AcknowledgedDocument {
  readonly traceId: TraceId
  readonly segmentId: SegmentId
  /** This server's clock at receipt; never goes back within a process. */
  readonly received: Micros
  /** The document as it was sent. */
  readonly text: string
}
