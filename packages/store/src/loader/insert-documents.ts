import { Readable } from 'node:stream'
import type { Connection } from '../connection.ts'
import { isDataFault, reasonOf } from '../engine-fault.ts'
import type { WireColumn } from '../wire-column.ts'

const columns: readonly WireColumn[] = [
  ['checksum', 'String'],
  ['server', 'UInt8'],
  ['trace_id', 'UUID'],
  ['segment_id', 'FixedString(16)'],
  ['received', 'Int64'],
  ['document', 'String'],
]
const newline = 10

/** Write-ahead files with their contents. */
export interface FilesOfDocuments {
  /** Asked for only where the engine does not read the files itself. */
  readonly contents: () => Promise<readonly Buffer[]>
  /** Where these very bytes lie; undefined where the engine is to get them from us. */
  readonly paths?: readonly string[] | undefined
}

/** Refused lines of one load that are believed though no line of it was taken. */
const believed = 20

interface Findings {
  taken: number
  readonly refused: { readonly line: Buffer; readonly reason: string; readonly error: unknown }[]
}

/**
 * Step 1: the files' lines, as they stand, into `segments`; a materialized view puts the ids into `traces`.
 * What the engine cannot read is halved until the line at fault is alone; `refuse` takes that one, the rest loads.
 * Where many lines are refused and none is taken, the lines are not at fault: then the load fails and none is refused.
 */
export async function insertDocuments(
  connection: Connection,
  { contents, paths }: FilesOfDocuments,
  refuse: (line: Buffer, reason: string) => Promise<void>,
): Promise<void> {
  if (paths !== undefined && connection.own) {
    try {
      await connection.insertFiles({ table: 'segments', columns, format: 'TabSeparated', paths })
      return
    } catch (error) {
      if (!isDataFault(error)) throw error
    }
  }
  const findings: Findings = { taken: 0, refused: [] }
  await insertHalving(connection, await contents(), findings)
  const { taken, refused } = findings
  if (taken === 0 && refused.length > believed) throw refused[0]?.error
  for (const { line, reason } of refused) await refuse(line, reason)
}

async function insertHalving(connection: Connection, contents: readonly Buffer[], findings: Findings): Promise<void> {
  try {
    await insert(connection, contents)
    findings.taken += 1
  } catch (error) {
    if (!isDataFault(error)) throw error
    const halves = halved(contents)
    if (halves === undefined) findings.refused.push({ line: Buffer.concat(contents), reason: reasonOf(error), error })
    else for (const half of halves) await insertHalving(connection, half, findings)
  }
}

async function insert(connection: Connection, contents: readonly Buffer[]): Promise<void> {
  await connection.insert({
    table: 'segments',
    columns: columns.map(([name]) => name),
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
