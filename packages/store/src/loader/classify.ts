import type { TraceId } from '@roentgen/trace'
import type { ActiveTraces } from '../active-traces.ts'
import { readDirectory } from '../queries/directory.ts'
import type { Store } from '../store.ts'
import type { Batch } from './batch.ts'
import type { DirectoryFilter } from './directory-filter.ts'
import type { WrittenKeys } from './written-keys.ts'

/**
 * Step 0: which of the traces that are new to memory are new to the store? Only before their documents are inserted
 * does the directory say so, or the filter over it; the clock never does. Traces of recovered files are left alone: they are read from the
 * store in any case.
 */
export async function classify(
  { connection, horizon }: Pick<Store, 'connection' | 'horizon'>,
  active: ActiveTraces,
  keys: WrittenKeys,
  batch: Batch,
  filter: DirectoryFilter | undefined,
): Promise<void> {
  const asked: TraceId[] = []
  for (const [traceId, { recovered }] of batch.traces) {
    if (recovered || active.get(traceId)?.state !== 'unclassified') continue
    if (filter?.rulesOut(traceId)) active.classify(traceId, 'whole')
    else asked.push(traceId)
  }
  const directory = await readDirectory(connection, 'load', asked, horizon.time)
  for (const traceId of asked) {
    const known = directory.get(traceId)
    active.classify(traceId, known === undefined ? 'whole' : 'stored')
    const trace = active.get(traceId)
    if (trace !== undefined && known !== undefined && known.first >= horizon.farthest) keys.set(trace, known.first)
  }
  await filter?.add(batch.traces.keys())
}
