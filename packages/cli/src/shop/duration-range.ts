import type { Range } from '@roentgen/shop'
import { parseDuration } from '../duration.ts'
import { errors } from '../errors.ts'

/** Reads `2m-5m`, or `90s` for always the same. Gives milliseconds. */
export function parseRange(text: string): Range {
  const [low = '', high = low, ...more] = text.split('-')
  const range = { low: parseDuration(low) / 1000, high: parseDuration(high) / 1000 }
  if (more.length > 0 || range.low > range.high)
    throw errors.badOption('the range', text, 'two lengths of time, the shorter one first, such as 2m-5m')
  return range
}
