import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { BackupDay } from './manifest.ts'
import { countLines } from './whole-lines.ts'

/** What is wrong with the file of a day, in words; undefined where it is what was written. Reads all of it. */
export async function faultOfDay(directory: string, day: BackupDay): Promise<string | undefined> {
  const hash = createHash('sha256')
  let documents = 0
  try {
    await pipeline(
      createReadStream(join(directory, day.file)),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk)
          yield chunk
        }
      },
      createGunzip(),
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) documents += countLines(chunk)
      },
    )
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOENT') return 'it is missing'
    return `it cannot be read (${code || String(error)})`
  }
  if (hash.digest('hex') !== day.sha256) return 'its bytes are not those that were written (sha256)'
  return documents === day.documents ? undefined : `it has ${documents} documents, and ${day.documents} were written`
}
