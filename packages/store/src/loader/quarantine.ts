import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Keeps a write-ahead line that the engine refused, with the engine's words, for a human to look at. Again overwrites:
 * the file is named by the line's own checksum and ids.
 */
export async function quarantine(directory: string, line: Buffer, reason: string): Promise<string> {
  await mkdir(directory, { recursive: true })
  const name = line
    .toString('latin1', 0, 64)
    .split('\t')
    .slice(0, 3)
    .join('-')
    .replaceAll(/[^\w-]/g, '_')
  const path = join(directory, `${name}.json`)
  await writeFile(path, `${JSON.stringify({ reason, record: line.toString('utf8') })}\n`)
  return path
}
