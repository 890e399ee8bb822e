/** Of `POST /api/groups/statistics`. Times are epoch seconds, durations seconds. */
export interface GroupStatisticsRequest {
  /** Whole minutes are the fastest. */
  readonly start: number
  readonly end: number
  /** Only this one; all without it. */
  readonly group?: string
  /** Seconds, whole minutes: what each period has is told too. */
  readonly period?: number
}

export interface GroupFigures {
  /** Traces in the group: CloudWatch's ApproximateTraceCount, though exact. */
  readonly traces: number
  /** Requests of clients, one for each root of a trace that has ended, by how they ended. */
  readonly ok: number
  readonly error: number
  readonly throttle: number
  readonly fault: number
  /** null where no request ended; percentiles are of the map's buckets. */
  readonly mean: number | null
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

export interface GroupPeriod extends GroupFigures {
  readonly start: number
}

export interface GroupStatistics extends GroupFigures {
  readonly name: string
  readonly arn: string
  /** null: Default, which has every trace. */
  readonly filter: string | null
  /** The window has a time at which the group had another filter. */
  readonly containsOldVersions: boolean
  /** Those without traces are left out. Where no period was asked for there are none. */
  readonly periods?: readonly GroupPeriod[]
}

export interface GroupsStatistics {
  /** Default first, then by name. */
  readonly groups: readonly GroupStatistics[]
}
