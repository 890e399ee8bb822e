import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { directionOf, orders } from './group-orders.ts'
import {
  asked,
  conditionOf,
  type GroupedTraces,
  type GroupOfTraces,
  type GroupQuestion,
  ofEachValue,
} from './group-question.ts'
import { containsSql, readableSql, traceKeySql, traceValueOf } from './trace-keys.ts'
import { exactStatistics, readStatisticsCells, readTraceStatistics, statisticsSql } from './trace-statistics.ts'

/** Of values as texts. Numbers as such, and below texts that are none; absence last. */
function textOrderSql({ key, order, descending }: GroupQuestion, isLong: boolean): string {
  const direction = directionOf(descending)
  if (order !== 'value') return `${orders[order](isLong)} ${direction}, value`
  return `isNull(value), ifNull(toFloat64OrNull(${readableSql(key, 'value')}), inf) ${direction}, value ${direction}`
}

/**
 * Which values that have a text in them have the traces of the set, how many have each, and how fast were these? A trace with
 * several values counts with each of them. Cost: the key's columns, six more and the filter's, of all rows in the window.
 */
const sql = (question: GroupQuestion, condition: string, isLong: boolean) => `
select
  value,
  count() over (),
  ${statisticsSql(isLong)}
${ofEachValue(traceKeySql(question.key), condition)}${question.contains === '' ? '' : `\nwhere ${containsSql(question.key, 'value')}`}
group by value
order by ${textOrderSql(question, isLong)}
limit {limit:UInt32}
`

export async function readByText(connection: Connection, question: GroupQuestion): Promise<GroupedTraces> {
  let distinct = 0
  const read = exactStatistics(async (isLong) => {
    const rows = await connection.rows('ask', {
      ...asked(question),
      sql: sql(question, conditionOf(question), isLong),
    })
    return rows.map((row): GroupOfTraces => {
      const cells = new Cells(row)
      const text = cells.textOrNull()
      distinct = cells.number()
      return { value: text === null ? undefined : traceValueOf(question.key, text), ...readStatisticsCells(cells) }
    })
  })
  const [groups, total] = await Promise.all([read, readTraceStatistics(connection, question.set)])
  return { distinct, groups, total }
}
