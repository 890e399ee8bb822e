import type { FastifyReply } from 'fastify'

/** Fires when whoever asked has left before the answer was out: nobody waits for it any more. */
export function departureOf({ raw }: FastifyReply): AbortSignal {
  const departure = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) departure.abort()
  })
  return departure.signal
}
