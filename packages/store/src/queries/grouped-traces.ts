import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { ownNumbersSql } from '../value-numbers.ts'
import { matchingSql, setSettings, type TraceSet } from './matching-traces.ts'
import {
  containsSql,
  readableSql,
  type TraceKeyName,
  type TraceValue,
  traceKeySql,
  traceValueOf,
} from './trace-keys.ts'
import {
  exactStatistics,
  percentilesSql,
  readStatisticsCells,
  statisticsSql,
  type TraceStatistics,
} from './trace-statistics.ts'
import { numbersIn, readValueTexts } from './value-texts.ts'

export interface GroupedTraces {
  /** Values (of those sought) that traces of the set have, absence too. */
  readonly distinct: number
  /** The first in the order, as many as were wanted. */
  readonly groups: readonly GroupOfTraces[]
}

type GroupOfTraces = TraceStatistics & { readonly value: TraceValue | undefined }

export interface GroupQuestion {
  readonly set: TraceSet
  readonly key: TraceKeyName
  readonly limit: number
  readonly order: GroupOrder
  readonly descending: boolean
  /** Only values that have this in them, whatever their case; '' for all, absence too. */
  readonly contains: string
}

/** By what groups are ordered; one without response times stands below all others. */
const orders = {
  count: () => 'count()',
  mean: () => 'ifNull(avg(response_time), -1)',
  p95: (isLong) => `if(count(response_time) = 0, -1, ${percentilesSql(isLong)}[2])`,
  ok: () => 'countIf(ok)',
  error: () => 'countIf(error)',
  fault: () => 'countIf(fault)',
  throttle: () => 'countIf(throttle)',
} as const satisfies Record<string, (isLong: boolean) => string>
type FiguresOrder = keyof typeof orders
export type GroupOrder = FiguresOrder | 'value'
export const groupOrders: readonly GroupOrder[] = [...(Object.keys(orders) as FiguresOrder[]), 'value']

const directionOf = (descending: boolean) => (descending ? 'desc' : 'asc')

/** Of values as texts. Numbers as such, and below texts that are none; absence last. */
function textOrderSql({ key, order, descending }: GroupQuestion, isLong: boolean): string {
  const direction = directionOf(descending)
  if (order !== 'value') return `${orders[order](isLong)} ${direction}, value`
  return `isNull(value), ifNull(toFloat64OrNull(${readableSql(key, 'value')}), inf) ${direction}, value ${direction}`
}

/** Each trace as often as it has values; of these columns the engine reads those that are asked for. */
const ofEachValue = (value: string, condition: string) => `from (
  select
    ${value} as value,
    key_time,
    ok,
    error,
    fault,
    throttle,
    response_time
  from summaries final
  where ${condition}
)`

/**
 * Which values that have a text in them have the traces of the set, how many have each, and how fast were these? A trace with
 * several values counts with each of them. Cost: the key's columns, six more and the filter's, of all rows in the window.
 */
const textsSql = (question: GroupQuestion, condition: string, isLong: boolean) => `
select
  value,
  count() over (),
  ${statisticsSql(isLong)}
${ofEachValue(traceKeySql(question.key), condition)}${question.contains === '' ? '' : `\nwhere ${containsSql(question.key, 'value')}`}
group by value
order by ${textOrderSql(question, isLong)}
limit {limit:UInt32}
`

/** Numbers of a trace's values of a key; 0 where it has none. */
function ownOrNone(key: TraceKeyName): string {
  return `emptyArrayToSingle(${ownNumbersSql(key)})`
}

/** Which values, as numbers, are first in the order? Cost: the column of the key's numbers, up to two more and the filter's. */
const mostSql = ({ key, order, descending }: NumbersQuestion, condition: string) => `
select
  toString(value),
  count() over ()
${ofEachValue(`arrayJoin(${ownOrNone(key)})`, condition)}
group by value
order by
  ${orders[order](false)} ${directionOf(descending)},
  value
limit {limit:UInt32}
`

/** The same with values as numbers, and when a trace was received that has each. `isFew`: of those alone that are named. */
const numbersSql = (
  { key, order, descending }: NumbersQuestion,
  condition: string,
  isLong: boolean,
  isFew: boolean,
) => `
select
  toString(value),
  any(key_time),
  count() over (),
  ${statisticsSql(isLong)}
${ofEachValue(`arrayJoin(${isFew ? `arrayFilter(x -> x in ${numbersIn('numbers')}, ${ownOrNone(key)})` : ownOrNone(key)})`, condition)}
group by value
order by
  ${orders[order](isLong)} ${directionOf(descending)},
  value
limit {limit:UInt32}
`

interface NumbersQuestion extends GroupQuestion {
  readonly order: FiguresOrder
}

/** Keys of few values: to choose those that are shown beforehand would cost more than it saves. */
const keysOfFew: ReadonlySet<TraceKeyName> = new Set<TraceKeyName>([
  'status',
  'method',
  'service',
  'entrypoint',
  'annotation',
  'rootcause.fault',
  'rootcause.error',
  'rootcause.responsetime',
  'zone',
])

export async function readGroupedTraces(connection: Connection, question: GroupQuestion): Promise<GroupedTraces> {
  const { order, contains } = question
  if (order === 'value' || contains !== '') return readByText(connection, question)
  return (await readByNumber(connection, { ...question, order })) ?? readByText(connection, question)
}

async function readByText(connection: Connection, question: GroupQuestion): Promise<GroupedTraces> {
  let distinct = 0
  const groups = await exactStatistics(async (isLong) => {
    const rows = await connection.rows('ask', {
      ...asked(question),
      sql: textsSql(question, conditionOf(question), isLong),
    })
    return rows.map((row): GroupOfTraces => {
      const cells = new Cells(row)
      const text = cells.textOrNull()
      distinct = cells.number()
      return { value: text === null ? undefined : traceValueOf(question.key, text), ...readStatisticsCells(cells) }
    })
  })
  return { distinct, groups }
}

/** undefined where a trace, whose text was to be read, was revised or dropped in between. */
async function readByNumber(connection: Connection, question: NumbersQuestion): Promise<GroupedTraces | undefined> {
  const { key, order } = question
  const condition = conditionOf(question)
  const first = order === 'p95' || keysOfFew.has(key) ? undefined : await readMost(connection, question, condition)
  let distinct = first?.distinct ?? 0
  const found = await exactStatistics(async (isLong) => {
    const rows = await connection.rows('ask', {
      ...asked(question, first?.numbers),
      sql: numbersSql(question, condition, isLong, first !== undefined),
    })
    return rows.map((row) => {
      const cells = new Cells(row)
      const [number, keyTime, values] = [cells.text(), cells.number(), cells.number()]
      if (first === undefined) distinct = values
      return { number, keyTime, ...readStatisticsCells(cells) }
    })
  })
  const placed = found.filter(({ number }) => number !== none).map(({ number, keyTime }) => ({ key, number, keyTime }))
  const texts = await readValueTexts(connection, placed)
  if (texts.size < placed.length) return undefined
  const groups = found.map(({ number, keyTime: _, ...statistics }): GroupOfTraces => {
    const text = texts.get(number)
    return { value: text === undefined ? undefined : traceValueOf(key, text), ...statistics }
  })
  return { distinct, groups }
}

const none = '0'

async function readMost(connection: Connection, question: NumbersQuestion, condition: string) {
  const rows = await connection.rows('ask', { ...asked(question), sql: mostSql(question, condition) })
  let distinct = 0
  const numbers = rows.map((row) => {
    const cells = new Cells(row)
    const number = cells.text()
    distinct = cells.number()
    return number
  })
  return { distinct, numbers }
}

function conditionOf({ set }: GroupQuestion): string {
  return matchingSql([set]).conditions.join()
}

function asked({ set, key, limit, contains }: GroupQuestion, numbers: readonly string[] = []) {
  return {
    parameters: {
      ...matchingSql([set]).parameters,
      limit,
      contains,
      numbers,
      ...(typeof key === 'string' ? {} : { annotation_key: key.annotation }),
    },
    settings: setSettings,
  }
}
