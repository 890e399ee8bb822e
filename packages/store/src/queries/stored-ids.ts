import type { Connection } from '../connection.ts'

/**
 * Of which traces are there documents? A share of the ids at a time.
 *
 * Cost: reads the column of ids once for each share; 16 bytes an id. No sort key.
 */
const sql = `
select
  trace_id
from traces
where cityHash64(trace_id) % {shares:UInt32} = {share:UInt32}
`

const countSql = `
select
  count()
from traces
`

const idsOfShare = 200_000

/** Ids as four words each, some more than once: what is stored when the reading begins, and perhaps later ones. */
export async function* readStoredIds(
  connection: Connection,
): AsyncGenerator<readonly (readonly [number, number, number, number])[]> {
  const [[count] = []] = await connection.rows('ask', { sql: countSql })
  const shares = Math.ceil(Number(count) / idsOfShare)
  for (let share = 0; share < shares; share++) {
    const bytes = await connection.bytes('ask', { sql, parameters: { shares, share } }, 'RowBinary')
    const ids: (readonly [number, number, number, number])[] = []
    // A UUID is two little-endian halves.
    for (let at = 0; at < bytes.length; at += 16)
      ids.push([
        bytes.readUInt32LE(at + 4),
        bytes.readUInt32LE(at),
        bytes.readUInt32LE(at + 12),
        bytes.readUInt32LE(at + 8),
      ])
    yield ids
  }
}
