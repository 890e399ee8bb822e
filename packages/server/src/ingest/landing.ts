import type { AcknowledgedDocument, ActiveTraces, WriteAhead } from '@roentgen/store'
import type { DocumentDigest, Micros, PackedDigest, TraceId } from '@roentgen/trace'
import { isDiskFull } from './disk-watch.ts'

/** Where documents go that were admitted, whoever brings them. */
export interface Landing {
  /** Resolves when the documents are on disk. */
  readonly append: (documents: readonly AcknowledgedDocument[]) => Promise<void>
  /** Keeps what assembly needs of a document: once it is on disk, before its file is loaded. */
  readonly remember: (digest: DocumentDigest, received: Micros) => void
  /** The same, of one that was packed before. */
  readonly rememberPacked: (traceId: TraceId, packed: PackedDigest, received: Micros) => void
}

/** The write-ahead files, and the active traces in memory. */
export function landingOn(
  writeAhead: Pick<WriteAhead, 'append'>,
  active: Pick<ActiveTraces, 'remember' | 'rememberPacked'>,
  onDiskFull: () => void,
): Landing {
  return {
    append: (documents) =>
      writeAhead.append(documents).catch((error: unknown) => {
        if (isDiskFull(error)) onDiskFull()
        throw error
      }),
    remember: (digest, received) => active.remember(digest, received),
    rememberPacked: (traceId, packed, received) => active.rememberPacked(traceId, packed, received),
  }
}
