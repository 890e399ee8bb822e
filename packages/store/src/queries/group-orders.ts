import { addedFigures, percentilesSql } from './trace-statistics.ts'

/** By what groups are ordered; one without response times stands below all others. */
export const orders = {
  count: () => 'count()',
  mean: () => 'ifNull(avg(response_time), -1)',
  p95: (isLong) => `if(count(response_time) = 0, -1, ${percentilesSql(isLong)}[2])`,
  ok: () => 'countIf(ok)',
  error: () => 'countIf(error)',
  fault: () => 'countIf(fault)',
  throttle: () => 'countIf(throttle)',
} as const satisfies Record<string, (isLong: boolean) => string>

/** The same over parts that are added up. */
export const addedOrders: Readonly<Record<keyof typeof orders, string>> = {
  ...addedFigures,
  mean: `if(${addedFigures.answered} = 0, -1, ${addedFigures.sum} / ${addedFigures.answered})`,
  p95: `if(${addedFigures.answered} = 0, -1, ${addedFigures.percentiles}[2])`,
}

export type FiguresOrder = keyof typeof orders
export type GroupOrder = FiguresOrder | 'value'
export const groupOrders: readonly GroupOrder[] = [...(Object.keys(orders) as FiguresOrder[]), 'value']

export function directionOf(descending: boolean): string {
  return descending ? 'desc' : 'asc'
}
