import type { Micros } from '@roentgen/trace'

export interface ReceiptClock {
  (): Micros
  /** A time after all that were given, and not after any that will be. */
  cut(): Micros
}

/** The time of receipt: the system's clock, but never before a time that it gave already. */
export function receiptClock(now: () => number = Date.now): ReceiptClock {
  let last = 0
  const time = () => {
    last = Math.max(last, Math.round(now() * 1000))
    return last as Micros
  }
  const cut = () => {
    last = Math.max(last + 1, Math.round(now() * 1000))
    return last as Micros
  }
  return Object.assign(time, { cut })
}
