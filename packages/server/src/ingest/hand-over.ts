import { ApiError, apiError } from '../errors.ts'
import type { IngestCalls } from '../threads/messages.ts'
import type { Thread } from '../threads/thread.ts'
import { BodyBudget } from './body-budget.ts'

/** Bytes of bodies on the way to ingest. */
const budgetBytes = 64 * 1024 * 1024
/** How long a request waits for room, ms: a sender that hears 429 later than this has given up (the daemon: 2 s). */
const patience = 1500
/** Requests that wait with their bodies unread: what the kernel holds of each is not ours to count. */
const mostWaiting = 64

export interface HandOver {
  /**
   * Called before a body of some bytes is read, answers how long it took, ms. Does nothing until there was no room for
   * one; from then on bodies stay with the kernel until there is room, and who waits in vain was never read.
   *
   * @throws ThrottledException
   */
  readonly beforeBody: (bytes: number) => Promise<number>
  /** `waited`: what {@link beforeBody} took. */
  readonly putSegments: (body: Buffer, waited?: number) => Promise<IngestCalls['putSegments']['answer']>
  readonly restore: (body: Buffer) => Promise<IngestCalls['restore']['answer']>
}

/** Hands bodies with documents over to the ingest thread, as bytes and without a copy. */
export function handOver(thread: Pick<Thread<IngestCalls>, 'call'>): HandOver {
  const budget = new BodyBudget(budgetBytes)
  let isFull = false
  let waiting = 0
  const beforeBody = async (bytes: number): Promise<number> => {
    if (!isFull) return 0
    if (waiting >= mostWaiting) throw apiError('noRoom')
    const began = performance.now()
    waiting++
    try {
      const room = await thread.call('waitForRoom', { bytes, patience })
      if (room === 'none') throw apiError('noRoom')
      isFull = room !== 'at once'
      return performance.now() - began
    } finally {
      waiting--
    }
  }
  const within = async <T>(
    body: Buffer,
    waited: number,
    call: (own: ArrayBuffer, patience: number) => Promise<T>,
  ): Promise<T> => {
    const bytes = body.byteLength
    const until = performance.now() + patience - waited
    const left = () => Math.max(0, until - performance.now())
    if (!(await budget.take(bytes, left()))) throw apiError('noRoom')
    try {
      return await call(ownMemory(body), left())
    } catch (error) {
      isFull ||= error instanceof ApiError && error.status === 429
      throw error
    } finally {
      budget.giveBack(bytes)
    }
  }
  return {
    beforeBody,
    putSegments: (body, waited = 0) =>
      within(body, waited, (own, left) => thread.call('putSegments', { body: own, patience: left }, [own])),
    restore: (body) => within(body, 0, (own) => thread.call('restore', own, [own])),
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
