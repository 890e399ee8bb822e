import { createHash } from 'node:crypto'
import type { OrderedPlace } from '@roentgen/store'
import { type Micros, parseTraceId } from '@roentgen/trace'
import { apiError } from '../errors.ts'

/** The `after` of a list: its last place, and a hash of the question that it belongs to. */
export function writePlace({ value, keyTime, traceId }: OrderedPlace, question: object): string {
  return Buffer.from(JSON.stringify([value, keyTime, traceId, hashOf(question)])).toString('base64url')
}

/** @throws InvalidRequestException where the text was mangled or belongs to another question */
export function readPlace(text: string, question: object): OrderedPlace {
  const [value, keyTime, id, hash] = partsOf(text)
  const traceId = typeof id === 'string' ? parseTraceId(id) : undefined
  if (!isWhole(value) || !isWhole(keyTime) || traceId === undefined || hash !== hashOf(question))
    throw apiError('badPlace')
  return { value, keyTime: keyTime as Micros, traceId }
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value)
}

function partsOf(text: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}

function hashOf(question: object): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 16)
}
