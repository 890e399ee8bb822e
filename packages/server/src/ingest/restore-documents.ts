import type { AcknowledgedDocument } from '@roentgen/store'
import type { DocumentDigest, JsonValue, Micros } from '@roentgen/trace'
import { admit, httpLimits, isObject } from '@roentgen/trace'
import type { Landing } from './landing.ts'

/** What became of the lines of a backup. */
export interface Restored {
  /** On disk. A document that was stored already is among them, and changes nothing. */
  readonly restored: number
  /** Received before the days that this server keeps, and left out. */
  readonly older: number
  /** Why others were left out: the line's number in its request, and the words. */
  readonly rejected: readonly { readonly line: number; readonly reason: string }[]
}

export interface RestoreParts extends Landing {
  /** Receipts before are older than what this server keeps. */
  readonly oldestKept: Micros
  /** Lets documents in that were received since a time, where their days were dropped by an earlier retention. Throws where it may not. */
  readonly reopen: (received: Micros) => Promise<void>
  readonly now: () => Micros
}

interface Line {
  readonly received: Micros
  readonly text: string
}

/** Some 10 ms of work. */
const linesATurn = 200

/** Takes lines of a backup (`{"received": µs, "document": "…"}`) as if their documents came again at those times. */
export async function restoreDocuments(body: Uint8Array, parts: RestoreParts): Promise<Restored> {
  const { append, remember, reopen, oldestKept, now } = parts
  const lines = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8').split('\n')
  const rejected: { line: number; reason: string }[] = []
  const written: Promise<void>[] = []
  let restored = 0
  let older = 0
  for (let at = 0; at < lines.length; at += linesATurn) {
    if (at > 0) await new Promise((resolve) => setImmediate(resolve))
    const documents: AcknowledgedDocument[] = []
    const digests: DocumentDigest[] = []
    for (const [i, text] of lines.slice(at, at + linesATurn).entries()) {
      if (text === '') continue
      const line = readLine(text, now())
      if (typeof line === 'string') rejected.push({ line: at + i + 1, reason: line })
      else if (line.received < oldestKept) older++
      else {
        const admission = admit(line.text, httpLimits)
        if (admission.ok) {
          const { traceId, segmentId, digest } = admission.document
          documents.push({ traceId, segmentId, received: line.received, text: admission.document.text })
          digests.push(digest)
        } else rejected.push({ line: at + i + 1, reason: admission.rejection.reason })
      }
    }
    if (documents.length === 0) continue
    await reopen(documents.reduce((least, { received }) => Math.min(least, received), now() as number) as Micros)
    restored += documents.length
    const durable = append(documents).then(() => {
      for (const [i, digest] of digests.entries()) remember(digest, documents[i]?.received ?? now())
    })
    // Heard below; a failure that waits for its listener would end the thread.
    durable.catch(() => {})
    written.push(durable)
  }
  await Promise.all(written)
  return { restored, older, rejected }
}

function readLine(text: string, now: Micros): Line | string {
  let value: JsonValue
  try {
    value = JSON.parse(text)
  } catch {
    return 'It is not JSON.'
  }
  if (!isObject(value)) return 'It is no JSON object.'
  const { received, document } = value
  if (typeof document !== 'string') return 'It has no "document" that is a string.'
  if (typeof received !== 'number' || !Number.isSafeInteger(received) || received < 0)
    return 'It has no "received" in whole microseconds since the epoch.'
  if (received > now) return `It was received at ${received}, which is after this server's clock.`
  return { received: received as Micros, text: document }
}
