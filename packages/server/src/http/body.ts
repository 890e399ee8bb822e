import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { JsonObject, JsonValue } from '@roentgen/trace'
import { isObject } from '@roentgen/trace'
import { apiError } from '../errors.ts'

/** Bytes of a request body, as sent and unpacked. */
export const bodyLimit = 8 * 1024 * 1024
/** The same of a question: none that clients ask has a hundredth of it, and parsing keeps the others waiting. */
export const questionLimit = 256 * 1024

const unpack = promisify(gunzip)

/** The body's bytes after its content encoding. */
export async function decodeBody(body: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  const name = (encoding ?? 'identity').trim().toLowerCase()
  if (name === 'identity' || name === '') return body
  if (name !== 'gzip' && name !== 'x-gzip') throw apiError('bodyNotReadable', name, 'unknown encoding')
  try {
    return await unpack(body, { maxOutputLength: limit })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'damaged data'
    if (code === 'ERR_BUFFER_TOO_LARGE') throw apiError('bodyTooLarge', limit)
    throw apiError('bodyNotReadable', 'gzip', code)
  }
}

/** The request's members. No body at all and `null` mean no members: some clients send either. */
export function readMembers(body: Uint8Array): JsonObject {
  if (body.byteLength === 0) return {}
  let value: JsonValue
  try {
    value = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
  } catch (error) {
    throw apiError('bodyNotJson', error instanceof Error ? error.message : 'it cannot be parsed')
  }
  if (value === null) return {}
  if (!isObject(value))
    throw apiError('bodyNotJson', Array.isArray(value) ? 'it is an array' : `it is a ${typeof value}`)
  return value
}
