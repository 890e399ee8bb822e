import { isObject, type JsonValue } from './json.ts'

/** Why a datagram holds no document; the name under which it is counted. */
export type DatagramFault =
  | 'too_long'
  | 'no_header'
  | 'invalid_header'
  | 'unknown_format'
  | 'empty_document'
  | 'invalid_utf8'

export type DatagramReading =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: DatagramFault }

/** The daemon's receive buffer: what is longer, the operating system would have cut. */
export const longestDatagram = 64 * 1024

const newline = 0x0a
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads one datagram as the X-Ray daemon does (segments.md 3): a header line, `{"format": "json", "version": 1}`, and
 * after the first newline one document, which is not looked into.
 */
export function readDatagram(bytes: Uint8Array): DatagramReading {
  if (bytes.length > longestDatagram) return { ok: false, reason: 'too_long' }
  const end = bytes.indexOf(newline)
  if (end < 0) return { ok: false, reason: 'no_header' }
  const header = decode(bytes.subarray(0, end))
  const fault = header === undefined ? 'invalid_header' : headerFault(header)
  if (fault !== undefined) return { ok: false, reason: fault }
  if (end === bytes.length - 1) return { ok: false, reason: 'empty_document' }
  const text = decode(bytes.subarray(end + 1))
  return text === undefined ? { ok: false, reason: 'invalid_utf8' } : { ok: true, text }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

function headerFault(text: string): DatagramFault | undefined {
  let header: JsonValue
  try {
    header = JSON.parse(text) as JsonValue
  } catch {
    return 'invalid_header'
  }
  if (!isObject(header)) return 'invalid_header'
  let format: JsonValue | undefined
  let version: JsonValue | undefined
  // The daemon's JSON reader takes keys in any case, and the last of several.
  for (const key of Object.keys(header)) {
    const name = key.toLowerCase()
    if (name === 'format') format = header[key]
    else if (name === 'version') version = header[key]
  }
  const known = typeof format === 'string' && format.toLowerCase() === 'json' && version === 1
  return known ? undefined : 'unknown_format'
}
