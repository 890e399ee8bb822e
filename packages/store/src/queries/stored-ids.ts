import type { Connection } from '../connection.ts'

/** How many rows has the directory, a trace perhaps more than one? Cost: none, the parts know. */
const countSql = `
select
  count()
from traces
`

export async function readStoredIdCount(connection: Connection): Promise<number> {
  const [[count] = []] = await connection.rows('ask', { sql: countSql })
  return Number(count)
}

/**
 * Of which traces are there documents? The next so many, in the order of the directory.
 *
 * Cost: reads its ids once for all pages together, 16 bytes each; 120 ms a page of 200,000. Sort key: trace_id. Its order
 * is that of comparisons (an engine's own: by the second half of an id first).
 */
const pageSql = (where: string) => `
select
  trace_id
from traces
where ${where}
order by trace_id
limit {limit:UInt32}
`

/** The lane's bound is for questions of people; a page reads what it gives, and a block of each part. */
const settings = { optimize_read_in_order: 1, max_threads: 1, max_rows_to_read: '0' } as const

const bytesOfId = 16

/** Ids as four words each, some more than once: what is stored when the reading begins, and perhaps later ones. */
export async function* readStoredIds(
  connection: Connection,
  idsOfPage = 200_000,
): AsyncGenerator<readonly (readonly [number, number, number, number])[]> {
  let after: string | undefined
  do {
    const sql = pageSql(after === undefined ? '1' : 'trace_id > {after:UUID}')
    const parameters = { limit: idsOfPage, ...(after !== undefined && { after }) }
    const bytes = await connection.bytes('ask', { sql, parameters, settings }, 'RowBinary')
    const ids: (readonly [number, number, number, number])[] = []
    // A UUID is two little-endian halves.
    for (let at = 0; at < bytes.length; at += bytesOfId)
      ids.push([
        bytes.readUInt32LE(at + 4),
        bytes.readUInt32LE(at),
        bytes.readUInt32LE(at + 12),
        bytes.readUInt32LE(at + 8),
      ])
    yield ids
    const last = ids.length < idsOfPage ? undefined : ids.at(-1)
    after = last?.map((word) => word.toString(16).padStart(8, '0')).join('')
  } while (after !== undefined)
}
