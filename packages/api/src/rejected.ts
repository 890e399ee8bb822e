/** What `GET /api/rejected` answers: the last rejected documents, newest first. */
export interface RejectedReport {
  readonly rejected: readonly Rejected[]
}

/** A document or datagram that was not accepted. */
export interface Rejected {
  /** Epoch seconds. */
  readonly time: number
  readonly source: 'udp' | 'http' | 'loader'
  /** X-Ray's ErrorCode, or the name of what is wrong with the datagram. */
  readonly code: string
  /** What happened and what to do. */
  readonly reason: string
  /** Where they could be read. */
  readonly id?: string
  readonly traceId?: string
  /** How the document begins. */
  readonly excerpt: string
}
