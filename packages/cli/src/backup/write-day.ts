import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { isObject, type JsonValue } from '@roentgen/trace'
import { errors } from '../errors.ts'
import type { ServerClient } from '../server-client.ts'
import { countLines, lastLineAt, wholeLines } from './whole-lines.ts'

export interface WrittenDay {
  readonly documents: number
  readonly bytes: number
  readonly sha256: string
}

const path = '/api/backup/day'

/** Writes the documents of a day to `directory/file`, which is whole and durable when it resolves. */
export async function writeDay(
  server: ServerClient,
  { day, until, directory, file }: { day: string; until: number; directory: string; file: string },
  onProgress: (documents: number) => void,
): Promise<WrittenDay> {
  const target = join(directory, file)
  const unfinished = `${target}.part`
  const hash = createHash('sha256')
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  let documents = 0
  const lines = async function* () {
    let last: Buffer = Buffer.alloc(0)
    for await (const chunk of wholeLines(await server.bytes(path, { day, until }))) {
      const all = Buffer.concat([last, chunk])
      const end = lastLineAt(all)
      last = Buffer.from(all.subarray(end))
      if (end === 0) continue
      documents += countLines(all.subarray(0, end))
      onProgress(documents)
      yield all.subarray(0, end)
    }
    // The answer ends with how many there are, or it broke off.
    if (promisedBy(last) !== documents) throw errors.brokeOff(path)
  }
  try {
    await pipeline(Readable.from(lines(), { objectMode: false }), createGzip(), hashing, createWriteStream(unfinished))
    const handle = await open(unfinished, 'r+')
    await handle.sync().finally(() => handle.close())
    await rename(unfinished, target)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw explained(error, unfinished)
  }
  return { documents, bytes: (await stat(target)).size, sha256: hash.digest('hex') }
}

function promisedBy(line: Buffer): number | undefined {
  try {
    const value: JsonValue = JSON.parse(line.toString())
    return isObject(value) && value.done === true && typeof value.documents === 'number' ? value.documents : undefined
  } catch {
    return undefined
  }
}

function explained(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (['ENOSPC', 'EACCES', 'EROFS', 'EIO', 'EDQUOT', 'ENOENT'].includes(code)) return errors.unwritable(file, code)
  // undici's words for a connection that ended.
  if (error instanceof TypeError && error.message === 'terminated') return errors.brokeOff(path)
  return error
}
