import { traceIdHex } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import type { ListedTrace, TraceAt } from '../question.ts'
import { inOrder, placeText, readFromColumns, readListings } from './listed-rows.ts'

/** These traces, where they still stand under these keys, the newest first. */
export async function readTracesAt(connection: Connection, keys: readonly TraceAt[]): Promise<readonly ListedTrace[]> {
  if (keys.length === 0) return []
  const listings = await readListings(connection, keys)
  const found = new Map<string, ListedTrace>()
  const unlisted: TraceAt[] = []
  for (const key of keys) {
    const listing = listings.get(placeText(key))
    if (listing?.isGone) continue
    const trace = listing?.trace
    if (trace === undefined) unlisted.push(key)
    else found.set(placeText(key), trace)
  }
  for (const { key, summary } of await readFromColumns(connection, unlisted)) found.set(placeText(key), summary)
  return inOrder([...keys].sort(newestFirst), found).map(({ summary }) => summary)
}

function newestFirst(a: TraceAt, b: TraceAt): number {
  return b.keyTime - a.keyTime || (orderOf(b) < orderOf(a) ? -1 : 1)
}

/** The engine compares UUIDs by their second half, then by their first. */
function orderOf({ traceId }: TraceAt): string {
  const hex = traceIdHex(traceId)
  return hex.slice(16) + hex.slice(0, 16)
}
