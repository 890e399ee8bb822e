import type { Rejected } from './rejected.ts'

/** What `GET /healthz` answers. */
export interface Health {
  readonly ok: boolean
  /** A sentence for each thing that is wrong. */
  readonly reasons: readonly string[]
}

/** What `GET /api/health` answers. Sizes are bytes. */
export interface HealthReport extends Health {
  /** When the server started, epoch seconds: what is counted is counted since. */
  readonly started: number
  readonly accepting: boolean
  /** Documents and datagrams since the server started. */
  readonly received: ReceivedCounts
  readonly datagrams: DatagramCounts
  /** Rejected documents and datagrams by where they came from and why, most first. */
  readonly rejections: readonly RejectionCount[]
  readonly engine: {
    /** Why it does not answer; null while it does. */
    readonly problem: string | null
    /** How often the embedded engine died and came back. */
    readonly restarts: number
  }
  /** null while the engine does not answer. */
  readonly store: StoreReport | null
  readonly retention: {
    readonly seconds: number
    /** Everything received before this day (YYYY-MM-DD, UTC) was dropped; null where nothing was. */
    readonly since: string | null
  }
  readonly disk: {
    /** null where the system does not say. */
    readonly free: number | null
    readonly minFree: number
    readonly used: number | null
    /** null: as much as the disk has. */
    readonly maxDisk: number | null
  }
  readonly writeAhead: {
    readonly bytes: number
    readonly room: number
    readonly files: number
    /** How long the oldest document that lists lack has waited, seconds; 0 where there is none. */
    readonly oldestUnloaded: number
  }
  readonly quarantine: { readonly records: number; readonly bytes: number }
  /** Groups that no trace is put into, since their filters fail. */
  readonly suspendedGroups: readonly { readonly arn: string; readonly reason: string }[]
}

/** Documents since the server started. */
export interface ReceivedCounts {
  /** On disk, by the way they came. */
  readonly accepted: { readonly udp: number; readonly http: number }
  /** Datagrams that could not be read count as well. */
  readonly rejected: number
}

/** Datagrams since the server started, and those that the system lost for this port since it was opened. */
export interface DatagramCounts {
  readonly received: number
  /** Lost for want of room between the socket and the place where they are read. */
  readonly dropped: number
  /** Lost by the system for want of room in the socket; null where it does not say. */
  readonly droppedBySystem: number | null
}

export interface RejectionCount {
  readonly source: Rejected['source']
  /** X-Ray's ErrorCode, or the name of what is wrong with the datagram. */
  readonly code: string
  readonly count: number
}

export interface StoreReport {
  readonly bytes: number
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly bytes: number }[]
  readonly days: number
  /** YYYY-MM-DD, UTC; null where nothing is stored. */
  readonly oldestDay: string | null
}
