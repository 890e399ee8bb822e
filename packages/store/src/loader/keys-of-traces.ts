import type { Micros } from '@roentgen/trace'
import type { ActiveTrace } from '../active-traces.ts'
import type { ReceivedDocument, StoredDocument } from '../queries/documents-by-trace.ts'
import type { TraceRecords } from './batch.ts'
import type { WrittenKeys } from './written-keys.ts'

/** The key of a trace that memory holds whole; undefined where the store must be asked. */
export function keyInMemory(keys: WrittenKeys, trace: ActiveTrace, records: TraceRecords): Micros | undefined {
  if (records.recovered || trace.state !== 'whole') return undefined
  const written = keys.get(trace)
  // An earlier process's clock was ahead of ours: the trace has a row under its key, which must be buried.
  if (written !== undefined && trace.firstReceived < written) return undefined
  return written ?? trace.firstReceived
}

export function earliest(documents: readonly StoredDocument[]): Micros {
  return documents.reduce((least, { received }) => Math.min(least, received), Number.MAX_SAFE_INTEGER) as Micros
}

/** The keys under which the trace may have a row and no longer stands. */
export function keysLeft(
  key: Micros,
  documents: readonly ReceivedDocument[],
  records: TraceRecords | undefined,
  sharedAs: number | undefined,
): Set<Micros> {
  if (sharedAs === undefined) return ownKeysLeft(key, documents, records)
  const firsts = new Map<number, Micros>()
  for (const { server, received } of documents)
    firsts.set(server, Math.min(received, firsts.get(server) ?? received) as Micros)
  // A server may have written under the first receipt of any server, before it knew of an earlier one.
  const left = ownKeysLeft(firsts.get(sharedAs) ?? key, documents, records)
  for (const first of firsts.values()) left.add(first)
  left.delete(key)
  return left
}

/**
 * By the doing of this server: files load in their order, so the trace had another key only if its now earliest document
 * came in one of these files and a later one lay in an earlier file. That one may have come in these files once more,
 * restored from a backup: then it is stored more often than they hold it.
 */
function ownKeysLeft(
  key: Micros,
  documents: readonly StoredDocument[],
  records: TraceRecords | undefined,
): Set<Micros> {
  const left = new Set<Micros>()
  const at = records?.received.indexOf(key) ?? -1
  if (records === undefined || at < 0) return left
  let file = records.sequence[at] ?? 0
  records.received.forEach((received, i) => {
    if (received === key) file = Math.min(file, records.sequence[i] ?? file)
  })
  const togetherOrLater = new Set(records.received.filter((_, i) => (records.sequence[i] ?? 0) >= file))
  const stored = timesOfEach(documents.map(({ received }) => received))
  const came = timesOfEach(records.received)
  for (const [received, times] of stored) {
    const wasThere = !togetherOrLater.has(received) || times > (came.get(received) ?? 0)
    if (received !== key && wasThere) left.add(received)
  }
  return left
}

function timesOfEach(receipts: readonly Micros[]): Map<Micros, number> {
  const times = new Map<Micros, number>()
  for (const received of receipts) times.set(received, (times.get(received) ?? 0) + 1)
  return times
}
