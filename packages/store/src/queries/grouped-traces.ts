import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { matchingSql, setSettings, type TraceSet } from './matching-traces.ts'
import {
  containsSql,
  readableSql,
  type TraceKeyName,
  type TraceValue,
  traceKeySql,
  traceValueOf,
} from './trace-keys.ts'
import { percentilesSql, readStatisticsCells, statisticsSql, type TraceStatistics } from './trace-statistics.ts'

export interface GroupedTraces {
  /** Values (of those sought) that traces of the set have, absence too. */
  readonly distinct: number
  /** The first in the order, as many as were wanted. */
  readonly groups: readonly (TraceStatistics & { readonly value: TraceValue | undefined })[]
}

export interface GroupQuestion {
  readonly set: TraceSet
  readonly key: TraceKeyName
  readonly limit: number
  readonly order: GroupOrder
  readonly descending: boolean
  /** Only values that have this in them, whatever their case; '' for all, absence too. */
  readonly contains: string
}

/** By what groups are ordered; one without response times stands below all others, absence last in the order of values. */
const orders = {
  count: () => 'count()',
  mean: () => 'ifNull(avg(response_time), -1)',
  p95: () => `if(count(response_time) = 0, -1, ${percentilesSql}[2])`,
  ok: () => 'countIf(ok)',
  error: () => 'countIf(error)',
  fault: () => 'countIf(fault)',
  throttle: () => 'countIf(throttle)',
  // Numbers as such, and below texts that are none.
  value: (key: TraceKeyName) => `ifNull(toFloat64OrNull(${readableSql(key, 'value')}), inf)`,
} as const satisfies Record<string, (key: TraceKeyName) => string>
export type GroupOrder = keyof typeof orders
export const groupOrders = Object.keys(orders) as readonly GroupOrder[]

function orderSql({ key, order, descending }: Pick<GroupQuestion, 'key' | 'order' | 'descending'>): string {
  const direction = descending ? 'desc' : 'asc'
  const first = `${orders[order](key)} ${direction}`
  return order === 'value' ? `isNull(value), ${first}, value ${direction}` : `${first}, value`
}

/**
 * Which values have the traces of the set, how many have each, and how fast were these? A trace with several values counts
 * with each of them. Cost: the key's columns, six more and the filter's, of all rows in the window.
 */
const sql = ({ key, order, descending, contains }: GroupQuestion, condition: string) => `
select
  value,
  count() over (),
  ${statisticsSql}
from (
  select
    ${traceKeySql(key)} as value,
    ok,
    error,
    fault,
    throttle,
    response_time
  from summaries final
  where ${condition}
)${contains === '' ? '' : `\nwhere ${containsSql(key, 'value')}`}
group by value
order by ${orderSql({ key, order, descending })}
limit {limit:UInt32}
`

export async function readGroupedTraces(connection: Connection, question: GroupQuestion): Promise<GroupedTraces> {
  const { set, key, limit, contains } = question
  const { conditions, parameters } = matchingSql([set])
  const rows = await connection.rows('ask', {
    sql: sql(question, conditions.join()),
    parameters: {
      ...parameters,
      limit,
      contains,
      ...(typeof key === 'string' ? {} : { annotation_key: key.annotation }),
    },
    settings: setSettings,
  })
  let distinct = 0
  const groups = rows.map((row) => {
    const cells = new Cells(row)
    const text = cells.textOrNull()
    distinct = cells.number()
    return { value: text === null ? undefined : traceValueOf(key, text), ...readStatisticsCells(cells) }
  })
  return { distinct, groups }
}
