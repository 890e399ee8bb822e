/** A segment or subsegment; times are whole µs. */
export interface PlainSpan {
  readonly id: string
  readonly name: string
  readonly start: number
  /** undefined while in progress. */
  readonly end: number | undefined
  readonly error: boolean
  readonly fault: boolean
  readonly throttle: boolean
  readonly http: PlainHttp
  readonly exceptions: readonly { readonly type: string; readonly message: string }[]
  readonly annotations: readonly (readonly [key: string, value: string | number | boolean])[]
  /** `aws` or `remote` where it is a call. */
  readonly namespace: string
  /** Whom it calls, where nobody answered with a segment. */
  readonly callee: PlainEntity
  readonly user: string | undefined
  /** By start, then id; those that came on their own among them. */
  readonly inside: PlainSpan[]
  /** Segments that name it their parent. */
  readonly callees: PlainSegment[]
}

export interface PlainHttp {
  readonly method?: string
  readonly url?: string
  readonly userAgent?: string
  readonly clientIp?: string
  readonly status?: number
}

export interface PlainEntity {
  readonly name: string
  readonly type: string
}

export interface PlainSegment extends PlainSpan {
  readonly entity: PlainEntity
  readonly parentId: string | undefined
  readonly instance: string | undefined
  readonly zone: string | undefined
  readonly arn: string | undefined
}

/** A segment that was sent, or that a call without one stands for. */
export interface PlainNode {
  readonly entity: PlainEntity
  readonly ok: boolean
  readonly error: boolean
  readonly fault: boolean
  readonly throttle: boolean
  readonly isRoot: boolean
  readonly segment: PlainSegment | undefined
}

export interface PlainTrace {
  readonly id: string
  readonly revision: number
  readonly start: number
  readonly duration: number
  readonly responseTime: number | undefined
  readonly ok: boolean
  readonly error: boolean
  readonly fault: boolean
  readonly throttle: boolean
  readonly partial: boolean
  readonly root: PlainSegment | undefined
  readonly nodes: readonly PlainNode[]
  /** Of each segment, each once. */
  readonly annotations: readonly (readonly [key: string, value: string | number | boolean])[]
  /** In whose segments each thing lies: what root causes are told by. */
  readonly segmentOf: ReadonlyMap<PlainSpan, PlainSegment>
  readonly above: ReadonlyMap<PlainSpan, PlainSpan>
  readonly roots: readonly PlainSegment[]
}
