import type { TraceId } from '@roentgen/trace'
import type { Log } from '../log.ts'
import type { FileIndex } from './file-index.ts'
import { isMissing } from './missing.ts'
import { readExtents } from './read-extents.ts'
import { decodeRecord } from './record.ts'

export interface IndexedFile {
  readonly path: string
  readonly index: FileIndex
}

/** The texts of these traces' documents in these files as they are now, in their order. Files deleted meanwhile are passed over. */
export async function findDocuments(
  files: readonly IndexedFile[],
  traceIds: readonly TraceId[],
  log: Log,
): Promise<Map<TraceId, string[]>> {
  const found = new Map<TraceId, string[]>()
  const wanted = files.map(({ path, index }) => ({
    path,
    extents: traceIds.flatMap((traceId) => index.extentsOf(traceId)),
  }))
  for (const { path, extents } of wanted) {
    if (extents.length === 0) continue
    try {
      for await (const line of readExtents(path, extents)) {
        const record = decodeRecord(line)
        if (record === undefined) {
          log('error', 'a record changed on disk after it was written', { path })
          continue
        }
        const texts = found.get(record.traceId)
        if (texts === undefined) found.set(record.traceId, [record.text])
        else texts.push(record.text)
      }
    } catch (error) {
      // Deleted meanwhile, so its documents are in the store.
      if (!isMissing(error)) throw error
    }
  }
  return found
}
