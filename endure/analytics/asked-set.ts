import type { PlainTrace } from './plain-trace.ts'

/** Traces as they are asked for, and the same by hand. Times are epoch seconds. */
export interface AskedSet {
  readonly start: number
  readonly end: number
  readonly filter?: string
  readonly fits: (trace: PlainTrace) => boolean
}
