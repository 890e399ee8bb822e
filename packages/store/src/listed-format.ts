/** What the column `listed` begins with. Whoever changes the format writes the next number and reads this one too. */
export const listedFormat = 1

export const listedBit = {
  ok: 1,
  error: 2,
  throttle: 4,
  fault: 8,
  partial: 16,
  inferred: 32,
  limitExceeded: 64,
  /** Present: */
  http: 128,
  status: 256,
  responseTime: 512,
} as const

/** How an annotation's value follows; a count is a number that is a whole one from 0 to 2³² - 1. */
export const listedAnnotation = { text: 0, number: 1, false: 2, true: 3, count: 4 } as const

export const listedCauseKind = ['fault', 'error', 'responsetime'] as const
