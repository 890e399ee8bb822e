import { type TraceId, traceIdHex } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import type { ListedTrace, TraceAt } from '../question.ts'
import { matchingSql, setSettings, type TraceSet } from './matching-traces.ts'
import { readTracesAt } from './traces-at.ts'

/** By what a list is ordered; where a trace has no response time or status, it is as if it were -1. */
const orders = {
  start: 'start',
  responsetime: 'ifNull(response_time, -1)',
  duration: 'duration',
  status: 'toInt64(ifNull(http_status, -1))',
  segments: 'toInt64(length(segment.name))',
} as const
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

export interface OrderedPage {
  readonly traces: readonly ListedTrace[]
  /** undefined: there are no more. */
  readonly last: OrderedPlace | undefined
}

/**
 * Which traces of the set come next in this order? Their keys alone.
 *
 * Cost: the order's column, the keys and the filter's columns of all rows in the window.
 */
function keysSql({ order, descending, after }: OrderedQuestion, condition: string): string {
  const direction = descending ? 'desc' : 'asc'
  const sign = descending ? '<' : '>'
  const behind =
    after === undefined
      ? ''
      : `\n  and (${orders[order]}, key_time, trace_id) ${sign} ({value:Int64}, {keyTime:Int64}, {traceId:UUID})`
  return `
select
  ${orders[order]} as value,
  key_time,
  trace_id
from summaries final
where ${condition}${behind}
order by value ${direction}, key_time ${direction}, trace_id ${direction}
limit {limit:UInt32}
`
}

export async function readOrderedTraces(connection: Connection, question: OrderedQuestion): Promise<OrderedPage> {
  const { set, limit, after } = question
  const { conditions, parameters } = matchingSql([set])
  const place = after && { value: after.value, keyTime: after.keyTime, traceId: traceIdHex(after.traceId) }
  const rows = await connection.rows('ask', {
    sql: keysSql(question, conditions.join()),
    parameters: { ...parameters, ...place, limit },
    settings: setSettings,
  })
  const places = rows.map((row): OrderedPlace => {
    const cells = new Cells(row)
    return { value: cells.number(), keyTime: cells.micros(), traceId: cells.traceId() }
  })
  const found = new Map<TraceId, ListedTrace>()
  for (const summary of await readTracesAt(connection, places)) found.set(summary.traceId, summary)
  return {
    // One whose key moved in between is left out.
    traces: places.flatMap(({ traceId }) => found.get(traceId) ?? []),
    last: places.length < limit ? undefined : places.at(-1),
  }
}
