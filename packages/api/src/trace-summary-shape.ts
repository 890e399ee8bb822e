/** X-Ray's TraceSummary, as GetTraceSummaries answers it. Times are epoch seconds, durations seconds. */
export interface TraceSummaryShape {
  readonly Id: string
  readonly StartTime: number
  readonly Duration: number
  /** Left out while the root segment is in progress. */
  readonly ResponseTime?: number
  readonly HasFault: boolean
  readonly HasError: boolean
  readonly HasThrottle: boolean
  readonly IsPartial: boolean
  readonly Http: HttpShape
  readonly Annotations: Readonly<Record<string, readonly object[]>>
  readonly Users: readonly object[]
  readonly ServiceIds: readonly EntityShape[]
  readonly ResourceARNs: readonly { readonly ARN: string }[]
  readonly InstanceIds: readonly { readonly Id: string }[]
  readonly AvailabilityZones: readonly { readonly Name: string }[]
  readonly EntryPoint?: EntityShape
  readonly FaultRootCauses: readonly object[]
  readonly ErrorRootCauses: readonly object[]
  readonly ResponseTimeRootCauses: readonly object[]
  readonly Revision: number
  readonly MatchedEventTime?: number
}

export interface HttpShape {
  readonly HttpURL?: string | undefined
  readonly HttpStatus?: number | undefined
  readonly HttpMethod?: string | undefined
  readonly UserAgent?: string | undefined
  readonly ClientIp?: string | undefined
}

/** X-Ray's ServiceId. */
export interface EntityShape {
  readonly Name: string
  readonly Names: readonly string[]
  readonly AccountId?: string
  readonly Type: string
}
