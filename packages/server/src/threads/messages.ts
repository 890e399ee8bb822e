import type { MessagePort } from 'node:worker_threads'
import type { Rejected, RejectionCount } from '@roentgen/api'
import type { Condition } from '@roentgen/filter'
import type { LoaderCounters, RecomputerState } from '@roentgen/store'
import type { Bytes, Micros, TraceId } from '@roentgen/trace'
import type { LogLevel } from '../config.ts'
import type { GroupsWrite } from '../groups/write-groups.ts'
import type { QuarantineCall, QuarantineOutcome, QuarantineReport } from '../ingest/quarantine-desk.ts'
import type { Restored } from '../ingest/restore-documents.ts'
import type { HistogramCounts } from '../metrics/histogram.ts'

/** Calls from one thread to another: what is asked and what is answered, by name. */
export type Calls<Table> = { readonly [Name in keyof Table]: { readonly ask: unknown; readonly answer: unknown } }

/** What main asks of ingest. */
export interface IngestCalls {
  /** A PutTraceSegments body, transferred; answered once its documents are on disk. */
  readonly putSegments: {
    readonly ask: {
      readonly body: ArrayBuffer
      /** How long it may wait for room, ms. */
      readonly patience: number
    }
    readonly answer: readonly UnprocessedSegment[]
  }
  /** For a body of so many bytes that is not read yet. */
  readonly waitForRoom: { readonly ask: { readonly bytes: number; readonly patience: number }; readonly answer: Room }
  /** Answered when everything acknowledged before is in lists and maps. */
  readonly flush: { readonly ask: null; readonly answer: null }
  /** A time (µs): all that was received before is in the tables, and all else is received later. */
  readonly snapshot: { readonly ask: null; readonly answer: Micros }
  /** Lines of a backup, transferred; answered once their documents are on disk. */
  readonly restore: { readonly ask: ArrayBuffer; readonly answer: Restored }
  /** Of these ids; undefined: the newest. */
  readonly quarantine: { readonly ask: readonly string[] | undefined; readonly answer: QuarantineReport }
  readonly quarantineCall: { readonly ask: QuarantineCall; readonly answer: QuarantineOutcome }
  /** Documents in write-ahead files: acknowledged, perhaps not in the store yet. */
  readonly pendingDocuments: {
    readonly ask: readonly TraceId[]
    readonly answer: ReadonlyMap<TraceId, readonly string[]>
  }
  readonly rejected: { readonly ask: null; readonly answer: readonly Rejected[] }
  /**
   * Tells main from now on which listed traces fit. Answers whether lists have all others; where a load is at work, they do
   * when the watch is told of for the first time.
   */
  readonly watch: { readonly ask: { readonly watch: number; readonly condition: Condition }; readonly answer: boolean }
  readonly unwatch: { readonly ask: number; readonly answer: null }
  /** Between two loads; answered when every server on the store knows. */
  readonly writeGroups: { readonly ask: GroupsWrite; readonly answer: null }
  /** Of each group that no trace is put into, by ARN: why. */
  readonly suspendedGroups: { readonly ask: null; readonly answer: ReadonlyMap<string, string> }
  readonly measure: { readonly ask: null; readonly answer: IngestMeasurements }
  /** No datagram will follow: takes what the ring still holds, loads what it can within the bound, and ends. */
  readonly close: { readonly ask: { readonly milliseconds: number }; readonly answer: null }
}

/** What main asks of the UDP thread. */
export interface UdpCalls {
  /** Binds the socket; answers the port, or the system's error code. */
  readonly bind: {
    readonly ask: { readonly host: string; readonly port: number }
    readonly answer: { readonly port: number } | { readonly problem: string }
  }
  /** Answered when the datagrams that the system had received before are in the ring. */
  readonly settle: { readonly ask: null; readonly answer: null }
  readonly measure: { readonly ask: null; readonly answer: LoopDelay }
  /** Stops receiving. */
  readonly close: { readonly ask: null; readonly answer: null }
}

/** What ingest tells main after each load, over a port of its own: lists and maps have these traces. */
export interface Listed {
  readonly traces: number
  readonly watched: readonly ListedWatched[]
}

/** Traces of a load that fit the filter of a watch; perhaps none. */
export interface ListedWatched {
  readonly watch: number
  readonly ids: readonly TraceId[]
  /** One for each id; undefined: the trace fitted before, and fits no longer. */
  readonly keys: readonly (Micros | undefined)[]
}

/** X-Ray's UnprocessedTraceSegment. */
export interface UnprocessedSegment {
  readonly Id?: string
  readonly ErrorCode: string
  readonly Message: string
}

/** Whether there is room, and whether somebody had to wait for it. */
export type Room = 'at once' | 'in time' | 'none'

/** How late the thread's event loop ran, in seconds. */
export interface LoopDelay {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

export interface IngestMeasurements {
  readonly loopDelay: LoopDelay
  /** Documents on disk, by source. */
  readonly accepted: { readonly udp: number; readonly http: number }
  readonly rejected: readonly RejectionCount[]
  readonly writeAheadBytes: number
  /** What these may be at the moment before there is no room, by source. */
  readonly writeAheadLimits: { readonly http: number; readonly udp: number }
  readonly writeAheadFiles: number
  readonly activeTraces: number
  readonly activeBytes: number
  readonly loader: LoaderCounters
  /** How long the oldest acknowledged document that is not in lists and maps has waited, s; 0 where there is none. */
  readonly oldestUnloaded: number
  /** From receipt to list and map, s. */
  readonly freshness: HistogramCounts
  readonly map: RecomputerState
  readonly disk: DiskState
}

export interface DiskState {
  /** Of the data directory's disk; undefined where the system does not say. */
  readonly free: Bytes | undefined
  /** Tables, write-ahead files and quarantine, as they were last measured; undefined where the control server does that. */
  readonly used: Bytes | undefined
  /** Why nothing is accepted; undefined while it is. */
  readonly problem: string | undefined
  /** Documents that the engine refused, and the bytes of their files. */
  readonly quarantine: { readonly records: number; readonly bytes: number }
}

/** A question to another thread. */
export interface Ask {
  readonly kind: 'ask'
  readonly number: number
  readonly name: string
  readonly value: unknown
}

/** Its answer, or the error it ended with. */
export type Answer =
  | { readonly kind: 'answer'; readonly number: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly number: number; readonly error: FailureMessage }

/** An error as it crosses threads; `status` where the client is to see it. */
export interface FailureMessage {
  readonly code: string
  readonly message: string
  readonly status: number | undefined
  readonly stack: string | undefined
}

/** A line for the one log, which main writes. */
export interface LogLine {
  readonly kind: 'log'
  readonly level: Exclude<LogLevel, 'silent'>
  readonly message: string
  readonly fields: object
}

/** The thread has started and answers calls. */
export interface Ready {
  readonly kind: 'ready'
}

export type ThreadMessage = Answer | LogLine | Ready

/** What the ingest thread is started with. */
export interface IngestStart {
  readonly ring: SharedArrayBuffer
  readonly wake: MessagePort
  /** Gets a {@link Listed} after each load. */
  readonly listed: MessagePort
  readonly dataDir: string
  readonly writeAheadRoom: number
  readonly retention: Micros
  /** Drops no day, whatever the retention; restore still leaves out what is older. */
  readonly keepAll: boolean
  readonly maxDisk: Bytes | undefined
  readonly minFree: Bytes
  readonly store: StoreAccess
  /** Does what needs one hand: the map's rows, retention. */
  readonly isControl: boolean
  /** Of ARNs. */
  readonly region: string
}

/** How to reach the tables. */
export interface StoreAccess {
  /** Of our own engine: where it finds files for single statements. */
  readonly spool?: string
  readonly url: string
  readonly username: string | undefined
  readonly password: string | undefined
  readonly database: string
  readonly cluster: string | undefined
  /** The engine is this server's own, embedded one; else other servers may write into the same tables. */
  readonly own: boolean
}

/** What the UDP thread is started with. */
export interface UdpStart {
  readonly ring: SharedArrayBuffer
  readonly wake: MessagePort
}
