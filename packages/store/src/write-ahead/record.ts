import { crc32 } from 'node:zlib'
import { type Micros, parseSegmentId, traceIdFromHex, traceIdHex } from '@roentgen/trace'
import type { AcknowledgedDocument } from '../acknowledged.ts'
import { escapeTsv, unescapeTsv } from './escape.ts'

/** A document as a write-ahead file holds it. */
export interface WriteAheadRecord extends AcknowledgedDocument {
  /** The server that acknowledged it, 0 to 63. */
  readonly server: number
}

const tab = 9
const newline = 10
const backslash = 92
const checksumLength = 8
const traceIdDigits = /^[0-9a-f]{32}$/
const hexDigits = Buffer.from('0123456789abcdef')

/** More than the fields before the document can take: 8 + 2 + 32 + 16 + 16 digits, tabs and newline. */
const longestFrame = 128

/** An upper bound of the bytes of a document's record. */
export function recordBound(document: AcknowledgedDocument): number {
  // One UTF-16 unit makes at most three bytes, escaped or not.
  return document.text.length * 3 + longestFrame
}

/**
 * Writes one record with its newline into `bytes` at `offset` and returns the offset behind it.
 * `bytes` has room for {@link recordBound}. A lone surrogate becomes U+FFFD, as in any UTF-8.
 */
export function writeRecord(bytes: Buffer, offset: number, server: number, document: AcknowledgedDocument): number {
  const body = offset + checksumLength + 1
  const fields = `${server}\t${traceIdHex(document.traceId)}\t${document.segmentId}\t${document.received}\t`
  let end = body + bytes.write(fields, body, 'latin1')
  end += bytes.write(escapeTsv(document.text), end, 'utf8')
  bytes[body - 1] = tab
  writeChecksum(bytes, offset, crc32(bytes.subarray(body, end)))
  bytes[end] = newline
  return end + 1
}

// Number.toString(16) of more than 31 bits takes longer than the checksum itself.
function writeChecksum(bytes: Buffer, offset: number, checksum: number): void {
  let rest = checksum
  for (let at = offset + checksumLength - 1; at >= offset; at -= 1) {
    bytes[at] = hexDigits[rest & 15] ?? 0
    rest >>>= 4
  }
}

/** One record, newline included. */
export function encodeRecord(record: WriteAheadRecord): Buffer {
  const bytes = Buffer.allocUnsafe(recordBound(record))
  return bytes.subarray(0, writeRecord(bytes, 0, record.server, record))
}

/** Whether a line, its newline left out, carries the checksum of its own bytes. */
export function isIntact(line: Buffer): boolean {
  if (line.length <= checksumLength || line[checksumLength] !== tab) return false
  const checksum = Number.parseInt(line.toString('latin1', 0, checksumLength), 16)
  return crc32(line.subarray(checksumLength + 1)) === checksum
}

/** What an intact line says before its document, which is not read. */
export function headOf(line: Buffer): Pick<WriteAheadRecord, 'traceId' | 'received'> {
  const trace = line.indexOf(tab, checksumLength + 1) + 1
  const segment = line.indexOf(tab, trace) + 1
  const received = line.indexOf(tab, segment) + 1
  const document = line.indexOf(tab, received)
  return {
    traceId: traceIdFromHex(line.toString('latin1', trace, segment - 1)),
    received: Number(line.toString('latin1', received, document)) as Micros,
  }
}

/** Reads a line, its newline left out; undefined when its checksum or a field is not as {@link writeRecord} writes it. */
export function decodeRecord(line: Buffer): WriteAheadRecord | undefined {
  if (!isIntact(line)) return undefined
  const afterServer = line.indexOf(tab, checksumLength + 1)
  const afterTrace = line.indexOf(tab, afterServer + 1)
  const afterSegment = line.indexOf(tab, afterTrace + 1)
  const afterReceived = line.indexOf(tab, afterSegment + 1)
  if (Math.min(afterServer, afterTrace, afterSegment, afterReceived) === -1) return undefined
  const server = Number(line.toString('latin1', checksumLength + 1, afterServer))
  const trace = line.toString('latin1', afterServer + 1, afterTrace)
  const segmentId = parseSegmentId(line.toString('latin1', afterTrace + 1, afterSegment))
  const received = Number(line.toString('latin1', afterSegment + 1, afterReceived))
  if (!Number.isInteger(server) || !traceIdDigits.test(trace)) return undefined
  if (segmentId === undefined || !Number.isSafeInteger(received)) return undefined
  const document = line.subarray(afterReceived + 1)
  const escaped = document.toString('utf8')
  return {
    server,
    traceId: traceIdFromHex(trace),
    segmentId,
    received: received as Micros,
    text: document.indexOf(backslash) === -1 ? escaped : unescapeTsv(escaped),
  }
}
