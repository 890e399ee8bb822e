import { type FileHandle, mkdir, open, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Log } from '../log.ts'
import { FileIndex } from './file-index.ts'
import { readLines } from './lines.ts'
import { syncDirectory } from './open-file.ts'
import { headOf, isIntact } from './record.ts'

interface Range {
  readonly start: number
  end: number
}

interface Findings {
  readonly index: FileIndex
  readonly intact: readonly Range[]
  readonly damaged: readonly Range[]
  /** The unfinished last line, which nobody was told is stored. */
  readonly torn: Range | undefined
}

/**
 * Makes a file of an earlier process loadable: afterwards it holds its intact records and nothing else.
 * An unfinished last line is cut. Complete lines whose checksum is wrong were damaged on disk; they are kept under `torn/`.
 */
export async function recoverFile(path: string, log: Log): Promise<FileIndex> {
  const handle = await open(path, 'r+')
  try {
    const { index, intact, damaged, torn } = await inspect(handle)
    if (torn !== undefined) {
      log('info', 'cut an unfinished record from a write-ahead file', { path, bytes: torn.end - torn.start })
      await handle.truncate(torn.start)
    }
    if (damaged.length > 0) {
      const kept = await putAside(path, handle, damaged)
      log('error', 'found damaged records in a write-ahead file and put them aside', { path, kept })
      await rewrite(path, handle, intact)
    }
    // What recovery shows to readers must not vanish in a power cut.
    await handle.datasync()
    return index
  } finally {
    await handle.close()
  }
}

async function inspect(handle: FileHandle): Promise<Findings> {
  const index = new FileIndex()
  const intact: Range[] = []
  const damaged: Range[] = []
  let torn: Range | undefined
  const { size } = await handle.stat()
  for await (const { offset, lines, length, rest } of readLines(handle, size)) {
    let start = offset
    for (const line of lines) {
      const end = start + line.length + 1
      if (isIntact(line)) {
        extend(intact, start, end)
        const { traceId, received } = headOf(line)
        index.add(traceId, index.bytes + line.length + 1, received)
      } else {
        extend(damaged, start, end)
      }
      start = end
    }
    if (rest > 0) torn = { start: offset + length, end: offset + length + rest }
  }
  return { index, intact, damaged, torn }
}

function extend(ranges: Range[], start: number, end: number): void {
  const last = ranges.at(-1)
  if (last !== undefined && last.end === start) last.end = end
  else ranges.push({ start, end })
}

async function putAside(path: string, handle: FileHandle, damaged: readonly Range[]): Promise<string[]> {
  const directory = join(dirname(path), 'torn')
  await mkdir(directory, { recursive: true })
  const kept: string[] = []
  for (const range of damaged) {
    const name = join(directory, `${basename(path, '.tsv')}-${range.start}`)
    await writeFile(name, await readRange(handle, range), { flush: true })
    kept.push(name)
  }
  await syncDirectory(directory)
  return kept
}

async function rewrite(path: string, handle: FileHandle, intact: readonly Range[]): Promise<void> {
  const copyPath = `${path}.copy`
  const copy = await open(copyPath, 'w')
  try {
    for (const range of intact) await copy.writeFile(await readRange(handle, range))
    await copy.sync()
  } finally {
    await copy.close()
  }
  await rename(copyPath, path)
  await syncDirectory(dirname(path))
}

async function readRange(handle: FileHandle, { start, end }: Range): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(end - start)
  let filled = 0
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled)
    if (bytesRead === 0) throw new Error(`a write-ahead file ended at ${start + filled} while it was read`)
    filled += bytesRead
  }
  return bytes
}
