import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { isOutOfMemory, isTooLargeList } from '../out-of-memory.ts'
import { isKeyOfShape, type KeyOfShape, numbersOfShapeSql } from '../trace-shape.ts'
import { listOfFewSql, urlNumberSql } from '../value-numbers.ts'
import { every, type NumbersQuestion, none, ownOrNone, readFirst, readMostShared } from './first-values.ts'
import { addedOrders, directionOf, orders } from './group-orders.ts'
import { asked, conditionOf, type GroupedTraces, type GroupOfTraces, ofEachValue } from './group-question.ts'
import type { KnownOwnValues } from './known-own-values.ts'
import type { KnownTexts } from './known-texts.ts'
import { type TraceKeyName, traceValueOf } from './trace-keys.ts'
import {
  addedStatisticsSql,
  exactStatistics,
  noTraces,
  partialStatisticsSql,
  readStatisticsCells,
  statisticsSql,
} from './trace-statistics.ts'
import { numbersIn, type PlacedNumber, readValueTexts } from './value-texts.ts'

const withEvery = (numbers: string) => `arrayJoin(arrayPushBack(${numbers}, toUInt64(${every})))`

/**
 * Which values, as numbers, have the traces of the set, when was one received that has each, how many have it, and how fast were
 * these? All traces are one group more, the first. `shown`: of those values alone that are named.
 */
const numbersSql = (
  { key, order, descending }: NumbersQuestion,
  condition: string,
  isLong: boolean,
  shown: boolean,
) => `
select
  toString(value),
  any(key_time),
  count() over (),
  ${statisticsSql(isLong)}
${ofEachValue(withEvery(shown ? shownSql(key) : ownOrNone(key)), condition)}
group by value
order by
  value = ${every} desc,
  ${orders[order](isLong)} ${directionOf(descending)},
  value
limit {limit:UInt32} + 1
`

/** A list of numbers of each trace, of which few differ, and, of a trace with that list as `numbers`, those that are counted. */
interface Lists {
  readonly list: string
  readonly own: string
  /** Lists are told apart by a hash: sums are the same where two keys have each other's values. A shape or a number needs none. */
  readonly isPlain?: boolean
}

function listsOfFew(key: Parameters<typeof listOfFewSql>[0]): Lists {
  const { list, own } = listOfFewSql(key)
  return { list, own: `emptyArrayToSingle(${own})` }
}

function shapesWith(key: KeyOfShape): Lists {
  return { list: 'shape', own: `emptyArrayToSingle(${numbersOfShapeSql('numbers', [key])})`, isPlain: true }
}

const shownSql = (key: TraceKeyName) => `arrayFilter(x -> x in ${numbersIn('numbers')}, ${ownOrNone(key)})`

/** Most traces have one of the values that are shown, or none. */
function listsOfShown(key: TraceKeyName): Lists {
  if (key !== 'url') return { list: shownSql(key), own: 'numbers' }
  // Of this a trace has one at most.
  const url = urlNumberSql('http_numbers')
  return {
    list: `if(${url} in ${numbersIn('numbers')}, ${url}, toUInt64(${every}))`,
    own: `if(numbers = ${every}, [], [numbers])`,
    isPlain: true,
  }
}

/** The same where traces have few different lists: they are counted by list, and those of lists with a value are added up. */
const listsSql = (
  { order, descending }: NumbersQuestion,
  { list, own, isPlain = false }: Lists,
  condition: string,
  isLong: boolean,
) => `
select
  toString(value),
  any(place),
  count() over (),
  ${addedStatisticsSql}
from (
  select
    ${withEvery(own)} as value,
    *
  from (
    select
      ${isPlain ? 'list' : 'any(list)'} as numbers,
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
    group by ${isPlain ? 'list' : 'cityHash64(list)'}
  )
)
group by value
order by
  value = ${every} desc,
  ${addedOrders[order]} ${directionOf(descending)},
  value
limit {limit:UInt32} + 1
`

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

/** What a process has lately read: it saves work and changes no answer. */
export interface KnownOfGroups {
  readonly texts: KnownTexts
  readonly ownValues: KnownOwnValues
}

/** undefined where a trace, whose text was to be read, was revised or dropped in between. */
export async function readByNumber(
  connection: Connection,
  known: KnownOfGroups,
  question: NumbersQuestion,
): Promise<GroupedTraces | undefined> {
  const { key } = question
  const { distinct, found } = await readNumbered(connection, known.ownValues, question)
  const shown = found.filter(({ number }) => number !== every)
  const valued = shown.filter(({ number }) => number !== none).map(({ number, keyTime }) => ({ key, number, keyTime }))
  const texts = await readTexts(connection, known.texts, valued)
  if (texts.size < valued.length) return undefined
  const groups = shown.map(({ number, keyTime: _, ...statistics }): GroupOfTraces => {
    const text = texts.get(number)
    return { value: text === undefined ? undefined : traceValueOf(key, text), ...statistics }
  })
  const [total = noTraces] = found
    .filter(({ number }) => number === every)
    .map(({ number: _, keyTime: __, ...statistics }) => statistics)
  return { distinct, groups, total }
}

async function readTexts(connection: Connection, known: KnownTexts, placed: readonly PlacedNumber[]) {
  const texts = new Map<string, string>()
  const unknown = placed.filter((one) => {
    const text = known.get(one)
    if (text !== undefined) texts.set(one.number, text)
    return text === undefined
  })
  const found = await readValueTexts(connection, unknown)
  for (const one of unknown) {
    const text = found.get(one.number)
    if (text === undefined) continue
    texts.set(one.number, text)
    known.note(one, text)
  }
  return texts
}

async function readNumbered(connection: Connection, known: KnownOwnValues, question: NumbersQuestion) {
  const { key, order } = question
  const condition = conditionOf(question)
  const byList = (lists: Lists, numbers: readonly string[]) =>
    readRows(connection, question, numbers, (isLong) => listsSql(question, lists, condition, isLong))
  if (typeof key === 'string' && keysOfFew.has(key)) {
    const lists = isKeyOfShape(key) ? shapesWith(key) : listsOfFew(key)
    const found = await unlessOutOfMemory(() => byList(lists, []))
    if (found !== undefined) return found
  }
  const areOwn = order === 'count' && question.descending && known.of(question)
  const shared = areOwn ? await unlessOutOfMemory(() => readMostShared(connection, question)) : undefined
  const first = shared ?? (order === 'p95' ? undefined : await readFirst(connection, question))
  const shown = first && (await unlessOutOfMemory(() => byList(listsOfShown(key), first.numbers)))
  const rows =
    shown ??
    (await readRows(connection, question, first?.numbers ?? [], (isLong) =>
      numbersSql(question, condition, isLong, first !== undefined),
    ))
  const distinct = first?.distinct ?? rows.distinct
  const traces = rows.found.find(({ number }) => number === every)?.count ?? 0
  known.note(question, distinct > traces / 2 && !(areOwn && shared === undefined))
  return { ...rows, distinct }
}

/** undefined where so many different lists do not fit: then it is better to count values one by one. */
async function unlessOutOfMemory<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (isOutOfMemory(error) || isTooLargeList(error)) return undefined
    throw error
  }
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
