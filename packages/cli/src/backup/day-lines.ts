import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { errors } from '../errors.ts'
import { wholeLines } from './whole-lines.ts'

/** The file of a day again, unpacked, some whole lines at a time. Throws CommandError where it cannot be read to its end. */
export async function* dayLines(path: string): AsyncGenerator<Buffer> {
  // Whoever reads what is unpacked hears of every fault, those of the file among them.
  const contents = pipeline(createReadStream(path), createGunzip(), () => {})
  try {
    yield* wholeLines(contents)
  } catch (error) {
    throw errors.unreadable(path, error instanceof Error && 'code' in error ? String(error.code) : String(error))
  }
}
