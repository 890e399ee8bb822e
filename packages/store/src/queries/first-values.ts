import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { ownNumbersSql, urlNumberSql } from '../value-numbers.ts'
import { directionOf, type FiguresOrder, orders } from './group-orders.ts'
import { asked, conditionOf, type GroupQuestion, ofEachValue } from './group-question.ts'
import type { TraceKeyName } from './trace-keys.ts'
import { numbersIn } from './value-texts.ts'

export interface NumbersQuestion extends GroupQuestion {
  readonly order: FiguresOrder
}

/** Values as numbers: those that are first in the order, and how many there are. */
export interface FirstValues {
  readonly numbers: readonly string[]
  readonly distinct: number
}

/** In place of a number: absence, and every trace. No value has such a number. */
export const none = '0'
export const every = '1'

/** Numbers of a trace's values of a key; 0 where it has none. */
export function ownOrNone(key: TraceKeyName): string {
  return `emptyArrayToSingle(${ownNumbersSql(key)})`
}

/** The same, a row for each. */
function eachOwnSql(key: TraceKeyName): string {
  return key === 'url' ? urlNumberSql('http_numbers') : `arrayJoin(${ownOrNone(key)})`
}

/** Which values are first in the order? Cost: the column of the key's numbers, up to two more and the filter's. */
const firstSql = ({ key, order, descending }: NumbersQuestion, condition: string) => `
select
  toString(value),
  count() over ()
${ofEachValue(eachOwnSql(key), condition)}
group by value
order by
  ${orders[order](false)} ${directionOf(descending)},
  value
limit {limit:UInt32}
`

/** So that the numbers of a part, of some millions, are in a core's own cache. */
const parts = 256

/**
 * Which values have most traces of those that several have? All values are one row more, the first.
 *
 * Where most traces have a value of their own, a table of these is what costs: it takes a cell for each value, in each thread, all of
 * them out of the cache. So numbers are put in lists by their lowest bits, and those told apart in one list at a time; of these only
 * what comes again is counted.
 *
 * Cost: the column of the key's numbers and the filter's.
 */
const sharedSql = ({ key }: NumbersQuestion, condition: string) => `
select
  toString(number),
  any(distinct_values)
from (
  select
    arrayJoin(arrayPushBack(again, toUInt64(${every}))) as number,
    distinct_values
  from (
    select
      again,
      sum(distinct_of_part) over () as distinct_values
    from (
      select
        arrayEnumerateUniq(numbers) as times,
        countEqual(times, 1) as distinct_of_part,
        arrayFilter((number, time) -> time > 1, numbers, times) as again
      from (
        select groupArray(value) as numbers
        ${ofEachValue(eachOwnSql(key), condition)}
        group by toUInt8(bitAnd(value, ${parts - 1}))
      )
    )
  )
)
group by number
order by
  number = ${every} desc,
  count() desc,
  number
limit {limit:UInt32} + 1
`

/** Which values beside these have the lowest numbers? One may be given twice. Cost: as above. */
const lowestSql = ({ key }: NumbersQuestion, condition: string) => `
select toString(value)
${ofEachValue(eachOwnSql(key), condition)}
where value not in ${numbersIn('numbers')}
order by value
limit 2 * {limit:UInt32}
`

export async function readFirst(connection: Connection, question: NumbersQuestion): Promise<FirstValues> {
  const rows = await connection.rows('ask', { ...asked(question), sql: firstSql(question, conditionOf(question)) })
  return firstOf(rows)
}

/** The same by the most traces, where most values are of one trace. */
export async function readMostShared(connection: Connection, question: NumbersQuestion): Promise<FirstValues> {
  const condition = conditionOf(question)
  const rows = await connection.rows('ask', { ...asked(question), sql: sharedSql(question, condition) })
  const { distinct, numbers: found } = firstOf(rows)
  // The first is that of all.
  const numbers = found.slice(1)
  if (numbers.length >= Math.min(question.limit, distinct)) return { distinct, numbers }
  // All others are of one trace each, and equal in the order.
  const others = await connection.rows('ask', { ...asked(question, numbers), sql: lowestSql(question, condition) })
  const lowest = new Set(others.map((row) => new Cells(row).text()))
  return { distinct, numbers: [...numbers, ...lowest].slice(0, question.limit) }
}

function firstOf(rows: readonly (readonly unknown[])[]): FirstValues {
  let distinct = 0
  const numbers = rows.map((row) => {
    const cells = new Cells(row)
    const number = cells.text()
    distinct = cells.number()
    return number
  })
  return { distinct, numbers }
}
