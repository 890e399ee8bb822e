import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { isOutOfMemory } from '../out-of-memory.ts'
import type { BuiltInKey } from '../trace-values.ts'
import { listOfFewSql, ownNumbersSql } from '../value-numbers.ts'
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
  addedFigures,
  addedStatisticsSql,
  exactStatistics,
  noTraces,
  partialStatisticsSql,
  percentilesSql,
  readStatisticsCells,
  readTraceStatistics,
  statisticsSql,
  type TraceStatistics,
} from './trace-statistics.ts'
import { numbersIn, readValueTexts } from './value-texts.ts'

export interface GroupedTraces {
  /** Values (of those sought) that traces of the set have, absence too. */
  readonly distinct: number
  /** The first in the order, as many as were wanted. */
  readonly groups: readonly GroupOfTraces[]
  /** Of all traces of the set. */
  readonly total: TraceStatistics
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
/** The same over parts that are added up. */
const addedOrders: Readonly<Record<keyof typeof orders, string>> = {
  ...addedFigures,
  mean: `if(${addedFigures.answered} = 0, -1, ${addedFigures.sum} / ${addedFigures.answered})`,
  p95: `if(${addedFigures.answered} = 0, -1, ${addedFigures.percentiles}[2])`,
}
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

/** In place of a number: absence, and every trace. No value has such a number. */
const none = '0'
const every = '1'
const withEvery = (numbers: string) => `arrayJoin(arrayPushBack(${numbers}, toUInt64(${every})))`

/**
 * The same with values as numbers, and when a trace was received that has each; all traces as one group more, the first.
 * `isFew`: of those values alone that are named.
 */
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
${ofEachValue(withEvery(isFew ? `arrayFilter(x -> x in ${numbersIn('numbers')}, ${ownOrNone(key)})` : ownOrNone(key)), condition)}
group by value
order by
  value = ${every} desc,
  ${orders[order](isLong)} ${directionOf(descending)},
  value
limit {limit:UInt32} + 1
`

/**
 * The same of a key of which traces have few different lists of values: traces are counted by list, and those of lists with a value
 * are added up. Lists are told apart by a hash: sums are the same
 * where two keys have each other's values.
 */
const listsSql = ({ key, order, descending }: ListsQuestion, condition: string, isLong: boolean) => {
  const { list, own } = listOfFewSql(key)
  return `
select
  toString(value),
  any(place),
  count() over (),
  ${addedStatisticsSql}
from (
  select
    ${withEvery(`emptyArrayToSingle(${own})`)} as value,
    *
  from (
    select
      any(list) as numbers,
      any(key_time) as place,
      ${partialStatisticsSql(isLong)}
    from (
      select
        ${list} as list,
        key_time,
        ok,
        error,
        fault,
        throttle,
        response_time
      from summaries final
      where ${condition}
    )
    group by cityHash64(list)
  )
)
group by value
order by
  value = ${every} desc,
  ${addedOrders[order]} ${directionOf(descending)},
  value
limit {limit:UInt32} + 1
`
}

interface NumbersQuestion extends GroupQuestion {
  readonly order: FiguresOrder
}

interface ListsQuestion extends NumbersQuestion {
  readonly key: BuiltInKey
}

/** Keys of few values, and of few lists of them. */
const keysOfFew: ReadonlySet<TraceKeyName> = new Set<TraceKeyName>([
  'status',
  'method',
  'useragent',
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
  const read = exactStatistics(async (isLong) => {
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
  const [groups, total] = await Promise.all([read, readTraceStatistics(connection, question.set)])
  return { distinct, groups, total }
}

/** undefined where a trace, whose text was to be read, was revised or dropped in between. */
async function readByNumber(connection: Connection, question: NumbersQuestion): Promise<GroupedTraces | undefined> {
  const { key } = question
  const { distinct, found } = await readNumbered(connection, question)
  const shown = found.filter(({ number }) => number !== every)
  const placed = shown.filter(({ number }) => number !== none).map(({ number, keyTime }) => ({ key, number, keyTime }))
  const texts = await readValueTexts(connection, placed)
  if (texts.size < placed.length) return undefined
  const groups = shown.map(({ number, keyTime: _, ...statistics }): GroupOfTraces => {
    const text = texts.get(number)
    return { value: text === undefined ? undefined : traceValueOf(key, text), ...statistics }
  })
  return { distinct, groups, total: found.find(({ number }) => number === every) ?? noTraces }
}

async function readNumbered(connection: Connection, question: NumbersQuestion) {
  const { key, order } = question
  const condition = conditionOf(question)
  if (typeof key === 'string' && keysOfFew.has(key))
    try {
      return await readRows(connection, question, [], (isLong) => listsSql({ ...question, key }, condition, isLong))
    } catch (error) {
      // So many different lists that it is better to count values one by one.
      if (!isOutOfMemory(error)) throw error
    }
  const first = order === 'p95' ? undefined : await readMost(connection, question, condition)
  const rows = await readRows(connection, question, first?.numbers ?? [], (isLong) =>
    numbersSql(question, condition, isLong, first !== undefined),
  )
  return { ...rows, distinct: first?.distinct ?? rows.distinct }
}

async function readRows(
  connection: Connection,
  question: NumbersQuestion,
  numbers: readonly string[],
  sqlOf: (isLong: boolean) => string,
) {
  let distinct = 0
  const found = await exactStatistics(async (isLong) => {
    const rows = await connection.rows('ask', { ...asked(question, numbers), sql: sqlOf(isLong) })
    return rows.map((row) => {
      const cells = new Cells(row)
      const [number, keyTime, groups] = [cells.text(), cells.number(), cells.number()]
      distinct = groups - 1
      return { number, keyTime, ...readStatisticsCells(cells) }
    })
  })
  return { distinct, found }
}

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
