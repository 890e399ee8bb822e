import type { Micros } from '@roentgen/trace'

/** The time of receipt: the system's clock, but never before a time that it gave already. */
export function receiptClock(now: () => number = Date.now): () => Micros {
  let last = 0
  return () => {
    last = Math.max(last, Math.round(now() * 1000))
    return last as Micros
  }
}
