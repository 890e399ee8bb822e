import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { type LaneName, laneNames } from './engine-options.ts'
import { refusals } from './errors.ts'

export interface Credentials {
  readonly username: string
  readonly password: string
}

/** What a request asks for. Path and query are set one by one: as a whole, `//` and other targets of strangers are no URL. */
export function urlOf({ url: target = '/' }: Pick<IncomingMessage, 'url'>): URL {
  const url = new URL('http://engine')
  const query = target.indexOf('?')
  url.pathname = query < 0 ? target : target.slice(0, query)
  url.search = query < 0 ? '' : target.slice(query)
  return url
}

/** As a header can give it back; empty where there is none, or one that no header can hold. */
export function queryIdOf(url: URL): string {
  const id = url.searchParams.get('query_id') ?? ''
  return /^[ -~]*$/.test(id) ? id : ''
}

/** @throws StatementError 516 for a Host that is not loopback, or another user or password */
export function checkAccess(message: IncomingMessage, url: URL, expected: Credentials): void {
  const host = (message.headers.host ?? '').replace(/:\d+$/, '')
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) throw refusals.foreignHost()
  if (!sameCredentials(credentialsOf(message, url), expected)) throw refusals.wrongPassword()
}

function credentialsOf(message: IncomingMessage, url: URL): Credentials {
  const basic = /^Basic +(\S+)$/i.exec(message.headers.authorization ?? '')?.[1]
  if (basic !== undefined) {
    const [username = '', ...password] = Buffer.from(basic, 'base64').toString().split(':')
    return { username, password: password.join(':') }
  }
  const header = (name: string): string | undefined => message.headers[name]?.toString()
  return {
    username: header('x-clickhouse-user') ?? url.searchParams.get('user') ?? 'default',
    password: header('x-clickhouse-key') ?? url.searchParams.get('password') ?? '',
  }
}

function sameCredentials(given: Credentials, expected: Credentials): boolean {
  const digest = (credentials: Credentials) =>
    createHash('sha256')
      .update(JSON.stringify([credentials.username, credentials.password]))
      .digest()
  return timingSafeEqual(digest(given), digest(expected))
}

export function laneOf(url: URL): LaneName {
  const named = url.searchParams.get('log_comment')
  return laneNames.find((lane) => lane === named) ?? 'ask'
}

/** The request's body, unpacked and counted. @throws StatementError for an unknown encoding */
export function bodyOf(message: IncomingMessage, limit: number): Readable {
  const encoding = message.headers['content-encoding'] ?? 'identity'
  const counted = new ByteLimit(limit)
  // Errors go with the stream that is read: a broken archive or a vanished client must not stay unheard.
  const fail = (fault: Error) => {
    counted.destroy(fault)
  }
  message.on('aborted', () => fail(refusals.abandoned()))
  if (encoding === 'identity' || encoding === '') return message.on('error', fail).pipe(counted)
  const unpack = UNPACKERS.get(encoding)?.()
  if (unpack === undefined) throw refusals.unknownEncoding(encoding)
  message.on('error', fail).pipe(unpack)
  unpack.on('error', (fault) => fail(refusals.badBody(fault.message)))
  return unpack.pipe(counted)
}

const UNPACKERS: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', () => createGunzip()],
  ['deflate', () => createInflate()],
  ['br', () => createBrotliDecompress()],
])

class ByteLimit extends Transform {
  readonly #limit: number
  #bytes = 0

  constructor(limit: number) {
    super()
    this.#limit = limit
  }

  override _transform(chunk: Buffer, _encoding: string, done: (fault: Error | null, chunk?: Buffer) => void): void {
    this.#bytes += chunk.length
    if (this.#bytes > this.#limit) done(refusals.tooLarge(this.#limit))
    else done(null, chunk)
  }
}

export async function readAll(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The parts of a multipart/form-data body, by name; @clickhouse/client sends long parameters so. */
export function multipartFields(contentType: string, body: Buffer): ReadonlyMap<string, string> | undefined {
  const boundary = /^multipart\/form-data\s*;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (boundary === undefined) return undefined
  const fields = new Map<string, string>()
  const parts = `\r\n${body.toString()}`.split(`\r\n--${boundary}`)
  for (const part of parts.slice(1)) {
    const headEnd = part.indexOf('\r\n\r\n')
    const name = /name="([^"]*)"/.exec(part.slice(0, Math.max(0, headEnd)))?.[1]
    if (name !== undefined) fields.set(name, part.slice(headEnd + 4))
  }
  return fields
}
