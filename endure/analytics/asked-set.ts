import type { PlainTrace } from './plain-model.ts'

/** Traces as they are asked for, and the same by hand. Times are epoch seconds. */
export interface AskedSet {
  readonly start: number
  readonly end: number
  readonly filter?: string
  readonly fits: (trace: PlainTrace) => boolean
}
