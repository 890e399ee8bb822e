import type { Micros } from '@roentgen/trace'
import { minute } from './span-of-rows.ts'

const earliest = 30 * 24 * 60 * minute
const latest = 60 * minute

/**
 * When a trace counts in maps: at its start; at the receipt of its earliest document where it starts more than an hour
 * after that, or more than 30 days before. The column `counted` of summaries says the same.
 */
export function countedAt(start: Micros, keyTime: Micros): Micros {
  return start > keyTime + latest || start < keyTime - earliest ? keyTime : start
}
