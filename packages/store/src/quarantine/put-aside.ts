import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { syncDirectory } from '../write-ahead/open-file.ts'

/**
 * Keeps a write-ahead line that the engine refused, with the engine's words: durable when it resolves, with the path. Again
 * overwrites: the file is named by the line's own checksum and ids.
 */
export async function putAside(directory: string, line: Buffer, reason: string): Promise<string> {
  await mkdir(directory, { recursive: true })
  const name = line
    .toString('latin1', 0, 64)
    .split('\t')
    .slice(0, 3)
    .join('-')
    .replaceAll(/[^\w-]/g, '_')
  const path = join(directory, `${name}.json`)
  const unfinished = `${path}.new`
  const handle = await open(unfinished, 'w')
  try {
    await handle.writeFile(`${JSON.stringify({ time: Date.now() / 1000, reason, record: line.toString('utf8') })}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(unfinished, path)
  await syncDirectory(directory)
  return path
}
