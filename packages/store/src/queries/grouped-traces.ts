import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { matchingSql, setSettings, type TraceSet } from './matching-traces.ts'
import { type TraceKeyName, type TraceValue, traceKeySql, traceValueOf } from './trace-keys.ts'
import { readStatisticsCells, statisticsSql, type TraceStatistics } from './trace-statistics.ts'

export interface GroupedTraces {
  /** Values that traces of the set have, absence too. */
  readonly distinct: number
  /** The most frequent, as many as were wanted. */
  readonly groups: readonly (TraceStatistics & { readonly value: TraceValue | undefined })[]
}

export interface GroupQuestion {
  readonly set: TraceSet
  readonly key: TraceKeyName
  readonly limit: number
}

/**
 * Which values have the traces of the set, how many have each, and how fast were these? A trace with several values counts
 * with each of them. Cost: the key's columns, six more and the filter's, of all rows in the window.
 */
const sql = (key: TraceKeyName, condition: string) => `
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
)
group by value
order by count() desc, value
limit {limit:UInt32}
`

export async function readGroupedTraces(
  connection: Connection,
  { set, key, limit }: GroupQuestion,
): Promise<GroupedTraces> {
  const { conditions, parameters } = matchingSql([set])
  const rows = await connection.rows('ask', {
    sql: sql(key, conditions.join()),
    parameters: { ...parameters, limit, ...(typeof key === 'string' ? {} : { annotation_key: key.annotation }) },
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
