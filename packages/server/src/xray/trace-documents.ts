import type { DocumentDigest, Trace, TraceId, TraceSummary } from '@roentgen/trace'
import { assemble, digestDocument, summarize } from '@roentgen/trace'

/** Where the documents of traces are: everything acknowledged is in at least one of the two. */
export interface TraceDocuments {
  /** In write-ahead files. Asked first: a document that is loaded meanwhile is then found in the store. */
  readonly pending: (traceIds: readonly TraceId[]) => Promise<ReadonlyMap<TraceId, readonly string[]>>
  readonly stored: (traceIds: readonly TraceId[]) => Promise<ReadonlyMap<TraceId, readonly string[]>>
}

export interface FoundTrace {
  readonly trace: Trace
  readonly summary: TraceSummary
}

/**
 * The traces of these ids, each assembled from every acknowledged document.
 *
 * @param keepSource whether the traces are to be compiled into documents again.
 */
export async function findTraces(
  documents: TraceDocuments,
  traceIds: readonly TraceId[],
  keepSource: boolean,
): Promise<ReadonlyMap<TraceId, FoundTrace>> {
  const distinct = [...new Set(traceIds)]
  if (distinct.length === 0) return new Map()
  const pending = await documents.pending(distinct)
  const stored = await documents.stored(distinct)
  const found = new Map<TraceId, FoundTrace>()
  for (const traceId of distinct) {
    const texts = new Set([...(stored.get(traceId) ?? []), ...(pending.get(traceId) ?? [])])
    const digests = [...texts].flatMap((text): DocumentDigest | [] => digestDocument(text, { keepSource }) ?? [])
    if (digests.length === 0) continue
    const trace = assemble(traceId, digests)
    found.set(traceId, { trace, summary: summarize(trace) })
  }
  return found
}
