import type { Log, Store, WriteAhead } from '@roentgen/store'
import type { DatagramRing } from '../receive/datagram-ring.ts'
import type { IngestStart, Listed } from '../threads/messages.ts'
import type { DiskWatch } from './disk-watch.ts'

/** What main starts the thread with, its ports aside. */
export type IngestSettings = Omit<IngestStart, 'wake' | 'listed'>

/** What is open already when ingest is put together. */
export interface IngestParts {
  readonly store: Store
  readonly writeAhead: WriteAhead
  /** This server's number. */
  readonly server: number
  readonly ring: DatagramRing
  readonly disk: DiskWatch
  readonly start: IngestSettings
  readonly onLoaded: (listed: Listed) => void
  readonly log: Log
}
