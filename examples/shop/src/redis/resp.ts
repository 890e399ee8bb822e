/** A value of RESP 2, Redis' wire form. An error is a value too: it is an answer, and the connection goes on. */
export type RespValue = string | number | null | RespError | readonly RespValue[]

export class RespError extends Error {
  override readonly name = 'RespError'
}

/** The longest bulk string that is read: what Redis itself takes is 512 MB, a session of the shop has a kilobyte. */
const longestBulk = 1024 * 1024
const longestArray = 10_000

interface Parsed {
  readonly value: RespValue
  readonly end: number
}

/** Takes bytes as they come and gives the values that are complete. Throws RespError when the bytes are not RESP. */
export class RespReader {
  private pending: Buffer = Buffer.alloc(0)

  push(chunk: Buffer): RespValue[] {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk])
    const values: RespValue[] = []
    let at = 0
    for (;;) {
      const parsed = parse(this.pending, at)
      if (parsed === undefined) break
      values.push(parsed.value)
      at = parsed.end
    }
    this.pending = this.pending.subarray(at)
    return values
  }
}

/** The value at a position; undefined while its bytes are not all there. */
function parse(bytes: Buffer, at: number): Parsed | undefined {
  const lineEnd = bytes.indexOf('\r\n', at)
  if (lineEnd < 0) return undefined
  const line = bytes.toString('utf8', at + 1, lineEnd)
  const next = lineEnd + 2
  switch (String.fromCharCode(bytes[at] ?? 0)) {
    case '+':
      return { value: line, end: next }
    case '-':
      return { value: new RespError(line), end: next }
    case ':':
      return { value: lengthOf(line, Number.MAX_SAFE_INTEGER), end: next }
    case '$':
      return parseBulk(bytes, lengthOf(line, longestBulk), next)
    case '*':
      return parseArray(bytes, lengthOf(line, longestArray), next)
    default:
      throw new RespError('ERR Protocol error: this is not RESP')
  }
}

function parseBulk(bytes: Buffer, length: number, at: number): Parsed | undefined {
  if (length < 0) return { value: null, end: at }
  if (bytes.length < at + length + 2) return undefined
  return { value: bytes.toString('utf8', at, at + length), end: at + length + 2 }
}

function parseArray(bytes: Buffer, length: number, at: number): Parsed | undefined {
  if (length < 0) return { value: null, end: at }
  const values: RespValue[] = []
  let end = at
  for (let index = 0; index < length; index += 1) {
    const item = parse(bytes, end)
    if (item === undefined) return undefined
    values.push(item.value)
    end = item.end
  }
  return { value: values, end }
}

function lengthOf(line: string, limit: number): number {
  const length = /^-?\d+$/.test(line) ? Number(line) : Number.NaN
  if (!(length <= limit)) throw new RespError(`ERR Protocol error: "${line.slice(0, 20)}" is no length here`)
  return length
}

/** A command as clients send it: an array of bulk strings. */
export function encodeCommand(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`
}

/** An answer: strings as bulk strings, `OK` and `PONG` as the simple strings that clients look for. */
export function encodeReply(value: RespValue): string {
  if (value === null) return '$-1\r\n'
  if (value instanceof RespError) return `-${value.message.replaceAll(/[\r\n]/g, ' ')}\r\n`
  if (typeof value === 'number') return `:${value}\r\n`
  if (value === 'OK' || value === 'PONG') return `+${value}\r\n`
  if (typeof value === 'string') return `$${Buffer.byteLength(value)}\r\n${value}\r\n`
  return `*${value.length}\r\n${value.map(encodeReply).join('')}`
}
