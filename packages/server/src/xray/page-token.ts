import { createHash } from 'node:crypto'
import type { TraceKey, TraceListCursor } from '@roentgen/store'
import type { Micros } from '@roentgen/trace'
import { parseTraceId } from '@roentgen/trace'
import { apiError } from '../errors.ts'

const version = 1

/** The NextToken of a page: how far the list was read, and a hash of the question that it belongs to. */
export function writeToken(cursor: TraceListCursor, question: object): string {
  const { after, newest, scanned } = cursor
  const parts = [
    version,
    after.keyTime,
    after.traceId ?? '',
    newest.keyTime,
    newest.traceId ?? '',
    scanned,
    hashOf(question),
  ]
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** @throws InvalidRequestException where the text was mangled or belongs to another question. */
export function readToken(text: string, question: object): TraceListCursor {
  const parts = partsOf(text)
  if (!Array.isArray(parts) || parts.length !== 7) throw apiError('badToken')
  const [found, afterTime, afterId, newestTime, newestId, scanned, hash]: unknown[] = parts
  const after = keyOf(afterTime, afterId)
  const newest = keyOf(newestTime, newestId)
  if (found !== version || hash !== hashOf(question) || after === undefined || newest === undefined)
    throw apiError('badToken')
  if (typeof scanned !== 'number' || !Number.isSafeInteger(scanned) || scanned < 0) throw apiError('badToken')
  return { after, newest, scanned }
}

function keyOf(time: unknown, id: unknown): TraceKey | undefined {
  if (typeof time !== 'number' || !Number.isSafeInteger(time) || typeof id !== 'string') return undefined
  const traceId = id === '' ? undefined : parseTraceId(id)
  if (id !== '' && traceId === undefined) return undefined
  return { keyTime: time as Micros, traceId }
}

function partsOf(text: string): unknown {
  if (!/^[\w-]+$/.test(text)) return undefined
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

function hashOf(question: object): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 16)
}
