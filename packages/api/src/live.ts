import type { TraceId } from '@roentgen/trace'
import type { TraceSummaryShape } from './trace-summary-shape.ts'

/**
 * What a page can be told of. `map`: traces were listed that may change the map. `traces`: traces that fit the stream's
 * filter were listed, or fit no longer. `health`: documents came, or health changed.
 */
export type LiveTopic = 'map' | 'traces' | 'health'

/**
 * The `data` of an event of `GET /api/live?topics=map,traces,health&filter=…&group=…`; the event's name is its topic.
 * It says that there is something newer, not what: a page asks again for what it shows.
 */
export type LiveEvent =
  | { readonly topic: 'map' | 'traces'; readonly revision: LiveRevision }
  | { readonly topic: 'health'; readonly revision: LiveRevision; readonly ok: boolean }

/** Differs when there is something newer. Opaque: it begins anew with the server. */
export type LiveRevision = string

/** What `POST /api/live/traces` takes: the stream's own filter and group, and where it stood. */
export interface LiveTracesQuestion {
  readonly filter?: string
  readonly group?: string
  /** Of a `traces` event, or of the last answer. */
  readonly after: LiveRevision
}

/** What it answers: the traces that were listed since, as they are now. */
export interface LiveTraces {
  /** A trace once, at most 1,000. */
  readonly traces: readonly TraceSummaryShape[]
  /** Traces that fitted since the stream began, and no longer do. */
  readonly gone: readonly TraceId[]
  /** Where this answer ends. */
  readonly revision: LiveRevision
  /** There is more behind `revision`. */
  readonly more: boolean
  /**
   * false: the server does not know all that was listed since `after`, because it is another one, it was long ago, or no
   * stream with this filter was open. List that time instead.
   */
  readonly complete: boolean
}
