import { apiError } from '../errors.ts'
import type { IngestCalls } from '../threads/messages.ts'
import type { Thread } from '../threads/thread.ts'
import { BodyBudget } from './body-budget.ts'

/** Bytes of bodies on the way to ingest. */
const budgetBytes = 64 * 1024 * 1024
/** The same patience as for room on disk. */
const patience = 1500

export interface HandOver {
  readonly putSegments: (body: Buffer) => Promise<IngestCalls['putSegments']['answer']>
  readonly restore: (body: Buffer) => Promise<IngestCalls['restore']['answer']>
}

/** Hands bodies with documents over to the ingest thread, as bytes and without a copy. */
export function handOver(thread: Pick<Thread<IngestCalls>, 'call'>): HandOver {
  const budget = new BodyBudget(budgetBytes)
  const within = async <T>(body: Buffer, call: (own: ArrayBuffer) => Promise<T>): Promise<T> => {
    const bytes = body.byteLength
    if (!(await budget.take(bytes, patience))) throw apiError('noRoom')
    try {
      return await call(ownMemory(body))
    } finally {
      budget.giveBack(bytes)
    }
  }
  return {
    putSegments: (body) => within(body, (own) => thread.call('putSegments', own, [own])),
    restore: (body) => within(body, (own) => thread.call('restore', own, [own])),
  }
}

// A small Buffer is a part of Node's pool, which must not be given away.
function ownMemory(body: Buffer): ArrayBuffer {
  const { buffer, byteLength } = body
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) return buffer
  const copy = new ArrayBuffer(byteLength)
  new Uint8Array(copy).set(body)
  return copy
}
