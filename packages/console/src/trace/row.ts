import type { SpanKind, SpanState } from '@roentgen/trace'

/** One line of the waterfall, as the reading thread sends it. Times in microseconds from the start of the trace. */
export interface Row {
  /** Position of its (sub)segment in the trace: what the reading thread knows it by. */
  readonly at: number
  /** Its id; where several share one, `ID~2` and so on. Stands in the URL. */
  readonly key: string
  readonly name: string
  readonly type: string
  readonly kind: SpanKind
  readonly state: SpanState
  readonly status: number | undefined
  readonly label: string
  readonly depth: number
  /** Position of the row that it hangs on; -1 at the top. */
  readonly parent: number
  readonly isLast: boolean
  /** How many rows hang on it, at any depth; they follow it. */
  readonly below: number
  readonly start: number
  /** undefined while in progress. */
  readonly end: number | undefined
  /** What was added to the times that were sent. */
  readonly skew: number
  /** undefined while in progress. */
  readonly self: number | undefined
  /** When it was at work itself: starts and ends in turn. */
  readonly own: readonly number[]
  /** When everything waited for it: starts and ends in turn. */
  readonly critical: readonly number[]
}

/** How the rows are made. */
export interface Arrangement {
  readonly grouping: 'segments' | 'calls'
  readonly correctsClocks: boolean
}
