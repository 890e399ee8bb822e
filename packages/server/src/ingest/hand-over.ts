import { apiError } from '../errors.ts'
import type { IngestCalls, UnprocessedSegment } from '../threads/messages.ts'
import type { Thread } from '../threads/thread.ts'
import { BodyBudget } from './body-budget.ts'

/** Bytes of bodies on the way to ingest. */
const budgetBytes = 64 * 1024 * 1024
/** The same patience as for room on disk. */
const patience = 1500

/** Hands PutTraceSegments bodies over to the ingest thread, as bytes and without a copy. */
export function handOver(
  thread: Pick<Thread<IngestCalls>, 'call'>,
): (body: Buffer) => Promise<readonly UnprocessedSegment[]> {
  const budget = new BodyBudget(budgetBytes)
  return async (body) => {
    const bytes = body.byteLength
    if (!(await budget.take(bytes, patience))) throw apiError('noRoom')
    try {
      const own = ownMemory(body)
      return await thread.call('putSegments', own, [own])
    } finally {
      budget.giveBack(bytes)
    }
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
