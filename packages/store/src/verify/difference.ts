import type { Micros, TraceId } from '@roentgen/trace'

/** Where a table is not what the stored documents say it must be. */
export type Difference = TraceDifference | MapDifference

export interface TraceDifference {
  readonly traceId: TraceId
  readonly table: 'traces' | 'summaries'
  readonly problem:
    | 'missing'
    /** There is a row and no document. */
    | 'extra'
    /** There are rows under more than one key; one of them stands under the right key. */
    | 'under two keys'
    | 'under a wrong key'
    | 'differs'
  /** The key of the row that is at fault. */
  readonly keyTime?: Micros
  /** The first field that differs, e.g. `segments[2].http.status`. */
  readonly field?: string
  readonly stored?: unknown
  readonly expected?: unknown
}

/** A clean row of the map that is not what the summaries say. (A dirty one is no difference: it is not asked.) */
export interface MapDifference {
  readonly table: 'marks' | 'map_1m' | 'map_1h' | 'map_1d'
  /** Beginning of the minute, hour or day, µs. */
  readonly start: Micros
  /** Of the traces that came late, or of those on time? */
  readonly isLate: boolean
  /** The ARN of the group whose row it is; undefined: Default. */
  readonly group?: string
  readonly problem:
    | 'differs'
    /** Traces count in a minute that has no mark. */
    | 'missing'
  readonly field?: string
  readonly stored?: unknown
  readonly expected?: unknown
}
