import { Breath } from '@roentgen/store'
import type { DocumentDigest, Trace, TraceId } from '@roentgen/trace'
import { assembleInTurn, digestDocument } from '@roentgen/trace'

/** Where the documents of traces are: everything acknowledged is in at least one of the two. */
export interface TraceDocuments {
  /** In write-ahead files. Asked first: a document that is loaded meanwhile is then found in the store. */
  readonly pending: (traceIds: readonly TraceId[]) => Promise<ReadonlyMap<TraceId, readonly string[]>>
  readonly stored: (traceIds: readonly TraceId[]) => Promise<ReadonlyMap<TraceId, readonly string[]>>
}

/**
 * The traces of these ids, each assembled from every acknowledged document when it is its turn, so that only one of
 * them is held parsed; those without documents are left out. Gives way to the event loop while it works.
 *
 * @param keepSource whether the traces are to be compiled into documents again.
 */
export async function* findTraces(
  documents: TraceDocuments,
  traceIds: readonly TraceId[],
  keepSource: boolean,
): AsyncGenerator<Trace> {
  const distinct = [...new Set(traceIds)]
  if (distinct.length === 0) return
  const pending = await documents.pending(distinct)
  const stored = await documents.stored(distinct)
  const breath = new Breath()
  for (const traceId of distinct) {
    const digests: DocumentDigest[] = []
    for (const text of new Set([...(stored.get(traceId) ?? []), ...(pending.get(traceId) ?? [])])) {
      const digest = digestDocument(text, { keepSource })
      if (digest !== undefined) digests.push(digest)
      if (breath.due()) await breath.taken()
    }
    if (digests.length === 0) continue
    const turns = assembleInTurn(traceId, digests)
    let turn = turns.next()
    for (; turn.done !== true; turn = turns.next()) if (breath.due()) await breath.taken()
    if (breath.due()) await breath.taken()
    yield turn.value
  }
}
