import type { Condition, ListedTrace } from '@roentgen/filter'
import type { Micros, TraceId, TraceSummary } from '@roentgen/trace'

export type { ListedTrace }

/** A half-open window of time. */
export interface Window {
  readonly start: Micros
  readonly end: Micros
}

/** A trace's place in the list. Without an id: before every trace that was received at that time or later. */
export interface TraceKey {
  readonly keyTime: Micros
  readonly traceId: TraceId | undefined
}

/** How far a list was read. Plain data: a server makes its page token from it. */
export interface TraceListCursor {
  /** The last trace given, or the place where reading stopped. */
  readonly after: TraceKey
  /** Where the first page began: no key above it is given. */
  readonly newest: TraceKey
  /** Traces looked at so far. */
  readonly scanned: number
}

/** The place of a trace that stands there. */
export interface TraceAt {
  readonly keyTime: Micros
  readonly traceId: TraceId
}

export interface TraceListQuestion {
  readonly window: Window
  /** X-Ray's TimeRangeType: a trace's start in the window, any overlap with it, or its end in it. */
  readonly range: 'TraceId' | 'Event' | 'Service'
  /** Which of these traces; all without it. */
  readonly filter?: Condition
  readonly cursor?: TraceListCursor
  /** Rows of a page, at most and by default 1,000. */
  readonly limit?: number
}

export interface TraceListPage {
  /** Newest first, by (key time, trace id). */
  readonly traces: readonly ListedTrace[]
  /** Traces looked at for this page. Of more than some 100,000 rows these, though a trace lately revised has several. */
  readonly scanned: number
  /** undefined: nothing is left. A page may be empty and still have one. */
  readonly cursor: TraceListCursor | undefined
}

/** A summary and the key under which it stands. */
export interface KeyedSummary {
  readonly keyTime: Micros
  readonly summary: TraceSummary
}
