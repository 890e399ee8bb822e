/** What `GET /api/traces/ID/documents` answers: the distinct documents of a trace, as they were received. */
export interface ReceivedDocuments {
  /** X-Ray's form. */
  readonly id: string
  /** JSON texts; none of an unknown trace. */
  readonly documents: readonly string[]
  /** There are more than fit into an answer. */
  readonly isCut: boolean
}
