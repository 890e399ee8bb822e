import { traceIdHex } from '@roentgen/trace'
import type { QueryParameters } from '../connection.ts'
import type { ListedTrace, TraceAt } from '../question.ts'
import type { TraceSet } from './matching-traces.ts'

export interface Order {
  readonly sql: string
  /** The column of it that the index `by_times` knows: null where a trace has none. */
  readonly indexed?: string
  /** The same of a trace that was read. */
  readonly of: (trace: ListedTrace) => number
}

/** By what a list is ordered; where a trace has no response time or status, it is as if it were -1. */
export const orders = {
  start: { sql: 'start', of: ({ start }) => start },
  responsetime: {
    sql: 'ifNull(response_time, -1)',
    of: ({ responseTime }) => responseTime ?? -1,
    indexed: 'response_time',
  },
  duration: { sql: 'duration', of: ({ duration }) => duration },
  status: { sql: 'toInt64(ifNull(http_status, -1))', of: ({ http }) => http?.status ?? -1 },
  // The engine reads all names to tell the length of their list.
  segments: { sql: 'toInt64(segment.name.size0)', of: ({ segments }) => segments.length },
} as const satisfies Record<string, Order>
export type TraceOrder = keyof typeof orders
export const traceOrders = Object.keys(orders) as readonly TraceOrder[]

/** The last trace of a page. */
export interface OrderedPlace extends TraceAt {
  /** Of what the list is ordered by. */
  readonly value: number
}

export interface OrderedQuestion {
  readonly set: TraceSet
  readonly order: TraceOrder
  readonly descending: boolean
  readonly limit: number
  readonly after?: OrderedPlace | undefined
}

/** Behind the last trace of the page before. */
export function behindSql({ order, descending, after }: OrderedQuestion): readonly string[] {
  if (after === undefined) return []
  const sign = descending ? '<' : '>'
  return [`(${orders[order].sql}, key_time, trace_id) ${sign} ({value:Int64}, {keyTime:Int64}, {traceId:UUID})`]
}

const comparisons = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '=': (a: number, b: number) => a === b,
  '>=': (a: number, b: number) => a >= b,
  '>': (a: number, b: number) => a > b,
}

/** How a row's value compares with `{untilValue}`, whose value this is, in words that an index knows where there is one. */
export function comparedSql(order: TraceOrder, comparison: keyof typeof comparisons, value: number): string {
  const { sql, indexed }: Order = orders[order]
  if (indexed === undefined) return `${sql} ${comparison} {untilValue:Int64}`
  const compared = `${indexed} ${comparison} {untilValue:Int64}`
  return comparisons[comparison](-1, value) ? `(${indexed} is null or ${compared})` : compared
}

export function directionOf({ descending }: OrderedQuestion): string {
  return descending ? 'desc' : 'asc'
}

export function nextSql(question: OrderedQuestion): string {
  const direction = directionOf(question)
  return `order by value ${direction}, key_time ${direction}, trace_id ${direction}
limit {limit:UInt32}`
}

/** Of {@link behindSql} and {@link nextSql}. */
export function nextParameters({ limit, after }: OrderedQuestion): QueryParameters {
  if (after === undefined) return { limit }
  return { limit, value: after.value, keyTime: after.keyTime, traceId: traceIdHex(after.traceId) }
}
