import type { Log } from '../log.ts'

export interface WriteAheadOptions {
  /** Made when it does not exist; nothing else may write there (see lockDirectory). */
  readonly dir: string
  /** This server's number, 0 to 63; stands in every record. */
  readonly server: number
  /** A file is closed before it grows beyond this, but an append is never divided; 4 MiB. */
  readonly maxFileBytes?: number
  /** Bytes that files not yet deleted may take; 1 GiB. */
  readonly room?: number
  /** Over HTTP, senders wait once files take so much; nine tenths of the room. */
  readonly httpRoom?: number
  /** Bytes that may wait in memory while the disk is slow; 64 MiB. */
  readonly unwrittenRoom?: number
  readonly log?: Log
  /** Milliseconds since the epoch; only names files. */
  readonly now?: () => number
}
