import { Readable } from 'node:stream'
import type { Connection } from '../connection.ts'
import { isDataFault, reasonOf } from '../engine-fault.ts'

const columns = ['checksum', 'server', 'trace_id', 'segment_id', 'received', 'document']
const newline = 10

/**
 * Step 1: the files' lines, as they stand, into `segments`; a materialized view puts the ids into `traces`.
 * What the engine cannot read is halved until the line at fault is alone; `refuse` takes that one, the rest loads.
 */
export async function insertDocuments(
  connection: Connection,
  contents: readonly Buffer[],
  refuse: (line: Buffer, reason: string) => Promise<void>,
): Promise<void> {
  try {
    await insert(connection, contents)
  } catch (error) {
    if (!isDataFault(error)) throw error
    const halves = halved(contents)
    if (halves === undefined) await refuse(Buffer.concat(contents), reasonOf(error))
    else for (const half of halves) await insertDocuments(connection, half, refuse)
  }
}

async function insert(connection: Connection, contents: readonly Buffer[]): Promise<void> {
  await connection.insert({
    table: 'segments',
    columns,
    format: 'TabSeparated',
    body: () => Readable.from(contents, { objectMode: false }),
  })
}

/** Files are halved before lines; undefined for a single line. */
function halved(contents: readonly Buffer[]): readonly (readonly Buffer[])[] | undefined {
  const [bytes] = contents
  if (bytes === undefined) return undefined
  if (contents.length > 1) {
    const middle = contents.length >> 1
    return [contents.slice(0, middle), contents.slice(middle)]
  }
  const middle = bytes.length >> 1
  const after = bytes.indexOf(newline, middle) + 1
  const cut = after > 0 && after < bytes.length ? after : bytes.lastIndexOf(newline, middle - 1) + 1
  return cut > 0 && cut < bytes.length ? [[bytes.subarray(0, cut)], [bytes.subarray(cut)]] : undefined
}
