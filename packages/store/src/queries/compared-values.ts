import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { isOutOfMemory } from '../out-of-memory.ts'
import type { CountedKey } from '../trace-values.ts'
import {
  keysOfShape,
  numberListsSql,
  numbersOfAllSql,
  ownNumbersSql,
  presentTag,
  shapeSql,
  tagOf,
} from '../value-numbers.ts'
import { anyOf, matchingSql, setSettings, type TraceSet } from './matching-traces.ts'
import { type PlacedNumber, readValueTexts } from './value-texts.ts'

/** What is compared: a key, or key and value of every annotation together. */
export type ComparedKey = CountedKey

export interface ComparedValues {
  readonly key: ComparedKey
  /** Values that enough traces have to be compared. */
  readonly distinct: number
  /** Those that tell the sets apart best, as many as were wanted, and absence. */
  readonly values: readonly CountedValue[]
}

/** A value without its text: {@link readComparedTexts} gives that of those that are shown. */
export interface CountedValue {
  /** A number, in decimal digits; undefined: absent. */
  readonly number: string | undefined
  /** When a trace was received that has it; 0 of absence. */
  readonly keyTime: number
  readonly counts: readonly [number, number]
}

export interface ComparingQuestion {
  readonly sets: readonly [TraceSet, TraceSet]
  /** Read in one scan: see {@link scansFor}. */
  readonly keys: readonly ComparedKey[]
  /** Traces of each set. */
  readonly totals: readonly [number, number]
  /** Values of each key. */
  readonly limit: number
}

/** Fewer traces with a value, in both sets together, say nothing. */
export const fewestCompared = 5

/** The keys of each scan: all together, but of the values of one annotation each for itself. */
export function scansFor(keys: readonly ComparedKey[]): readonly (readonly ComparedKey[])[] {
  const together = keys.filter((key) => typeof key === 'string')
  const alone = keys.filter((key) => typeof key !== 'string').map((key) => [key])
  return together.length === 0 ? alone : [together, ...alone]
}

/**
 * How many traces of each of two sets have which values? Of each key the values first that are the least likely where the sets
 * do not differ (the G test of a table of two by two). What stands for the keys that a trace has is there too, each of it.
 *
 * `counted` gives `number`, `place`, which is when a trace was received that has it, and `traces`: those of A in the upper half, those of B in the lower. Traces may have come since the sets
 * were counted: no value has more than they have.
 */
const sql = (counted: string) => `
select
  toString(number),
  toUInt8(bitShiftRight(number, 56)) as tag,
  count() over (partition by tag),
  place,
  of_a,
  of_b,
  (of_a + of_b) / ({a:Float64} + {b:Float64}) as share,
  if(of_a = 0, 0, of_a * log(of_a / ({a:Float64} * share)))
    + if(of_b = 0, 0, of_b * log(of_b / ({b:Float64} * share)))
    + if(of_a = {a:Float64}, 0, ({a:Float64} - of_a) * log(({a:Float64} - of_a) / ({a:Float64} * (1 - share))))
    + if(of_b = {b:Float64}, 0, ({b:Float64} - of_b) * log(({b:Float64} - of_b) / ({b:Float64} * (1 - share)))) as surprise
from (
  select
    number,
    place,
    least(bitShiftRight(traces, 32), toUInt64({a:Float64})) as of_a,
    least(bitAnd(traces, 4294967295), toUInt64({b:Float64})) as of_b
  from (${counted}
  )
  where of_a + of_b >= ${fewestCompared}
    or bitShiftRight(number, 56) = ${presentTag}
)
order by surprise desc, number
limit {limit:UInt32} by if(tag = ${presentTag}, number, tag)
`

/** A trace in both halves of a number. */
const inSets = ([a = '0', b = '0']: readonly string[]) => `bitOr(bitShiftLeft(toUInt64(${a}), 32), toUInt64(${b}))`

/**
 * Of `parts`, a power of two, only one is counted, where all would not fit in memory. Cost: the columns of numbers and the
 * filters', of all rows in both windows. One sum is what the engine does fastest for a number, hence both counts in one.
 */
const countedSql = (numbers: string, conditions: readonly string[], parts: number, part: number) => `
    select
      arrayJoin(numbers) as number,
      any(key_time) as place,
      sum(sets) as traces
    from (
      select
        ${parts === 1 ? numbers : `arrayFilter(x -> bitAnd(x, ${parts - 1}) = ${part}, ${numbers})`} as numbers,
        key_time,
        ${inSets(conditions)} as sets
      from summaries final
      where ${anyOf(conditions)}
    )
    group by number`

/** The same by shapes of traces, of which there are few: only their numbers are counted, one by one. */
const countedByShapeSql = (
  numbers: string,
  { columns, key }: ReturnType<typeof shapeSql>,
  conditions: readonly string[],
) => `
    select
      arrayJoin(${numbers}) as number,
      any(place_of_shape) as place,
      sum(sets_of_shape) as traces
    from (
      select
        ${columns.map((column) => `any(own.${column}) as ${column}`).join(',\n        ')},
        any(key_time) as place_of_shape,
        sum(sets) as sets_of_shape
      from (
        select
          ${columns.join(',\n          ')},
          key_time,
          ${key} as shape,
          ${inSets(conditions)} as sets
        from summaries final
        where ${anyOf(conditions)}
      ) as own
      group by shape
    )
    group by number`

/** How many traces of each set have a value of this annotation, and how many none? Cost: its columns and the filters'. */
const presentSql = (present: string, [a = '0', b = '0']: readonly string[]) => `
select
  ${present} as present,
  countIf(${a}),
  countIf(${b})
from summaries final
where ${anyOf([a, b])}
group by present
`

/** Where all values together do not fit in memory they are counted in so many parts: a power of two, told apart by the lowest bits. */
const partsOfAll = 16

/** Of each key, in their order. */
export async function readComparedValues(
  connection: Connection,
  question: ComparingQuestion,
): Promise<readonly ComparedValues[]> {
  const [first] = question.keys
  const { values, present } =
    first === undefined || typeof first === 'string'
      ? await readAll(connection, question)
      : await readOne(connection, question, first)
  const { totals } = question
  return question.keys.map((key) => {
    const { distinct = 0, values: found = [] } = values.get(tagOf(key)) ?? {}
    const without = present.filter(({ bits }) => (bits & (1 << tagOf(key))) === 0)
    const counts = [0, 1].map((set) =>
      Math.min(
        without.reduce((sum, { counts }) => sum + (counts[set] ?? 0), 0),
        totals[set] ?? 0,
      ),
    )
    const [a = 0, b = 0] = counts
    if (a + b < fewestCompared) return { key, distinct, values: found }
    return { key, distinct: distinct + 1, values: [...found, { number: undefined, keyTime: 0, counts: [a, b] }] }
  })
}

/** Traces that have values of the keys of these tags and of no others. */
interface Present {
  readonly bits: number
  readonly counts: readonly number[]
}

interface Counted {
  readonly values: ReadonlyMap<number, ValuesOfTag>
  readonly present: readonly Present[]
}

/** Of keys that all traces have: those of their shapes, and which keys they have, beside the others. */
async function readAll(connection: Connection, question: ComparingQuestion): Promise<Counted> {
  const keys = question.keys.filter((key) => typeof key === 'string')
  const ofShape = keys.filter((key) => keysOfShape.some((one) => one === key))
  const others = keys.filter((key) => !ofShape.includes(key))
  const present = `[bitOr(bitShiftLeft(toUInt64(${presentTag}), 56), present_keys)]`
  const all = `arrayConcat(${[...numberListsSql(ofShape), present].join(', ')})`
  const shape = shapeSql(ofShape)
  const [shapes, values] = await Promise.all([
    readValues(connection, question, (conditions, parts, part) =>
      parts === 1 ? countedByShapeSql(all, shape, conditions) : countedSql(all, conditions, parts, part),
    ),
    others.length === 0 ? new Map<number, ValuesOfTag>() : readNumbers(connection, question, numbersOfAllSql(others)),
  ])
  return {
    values: new Map([...shapes, ...values]),
    present: (shapes.get(presentTag)?.values ?? []).map(({ number, counts }) => ({
      bits: Number(BigInt.asUintN(32, BigInt(number ?? 0))),
      counts,
    })),
  }
}

async function readOne(connection: Connection, question: ComparingQuestion, key: ComparedKey): Promise<Counted> {
  const { conditions, parameters } = askedOf(question)
  const own = ownNumbersSql(key)
  // Whether the trace has it: as a bit like the others.
  const present = `if(empty(${own}), 0, bitShiftLeft(toUInt32(1), ${tagOf(key)}))`
  const [values, rows] = await Promise.all([
    readNumbers(connection, question, own),
    connection.rows('ask', { sql: presentSql(present, conditions), parameters, settings: setSettings }),
  ])
  return {
    values,
    present: rows.map((row) => {
      const cells = new Cells(row)
      return { bits: cells.number(), counts: [cells.number(), cells.number()] }
    }),
  }
}

function readNumbers(connection: Connection, question: ComparingQuestion, numbers: string) {
  return readValues(connection, question, (conditions, parts, part) => countedSql(numbers, conditions, parts, part))
}

interface ValuesOfTag {
  readonly distinct: number
  readonly values: readonly SurprisingValue[]
}

type SurprisingValue = CountedValue & { readonly surprise: number }

type CountedSql = (conditions: readonly string[], parts: number, part: number) => string

async function readValues(
  connection: Connection,
  question: ComparingQuestion,
  counted: CountedSql,
): Promise<ReadonlyMap<number, ValuesOfTag>> {
  try {
    return await readPart(connection, question, counted, 1, 0)
  } catch (error) {
    // What takes too long takes longer in parts.
    if (!isOutOfMemory(error)) throw error
  }
  const all = new Map<number, ValuesOfTag>()
  for (let part = 0; part < partsOfAll; part++)
    for (const [tag, { distinct, values }] of await readPart(connection, question, counted, partsOfAll, part)) {
      const known = all.get(tag)
      const together = [...(known?.values ?? []), ...values].sort(bySurprise)
      const wanted = tag === presentTag ? together : together.slice(0, question.limit)
      all.set(tag, { distinct: distinct + (known?.distinct ?? 0), values: wanted })
    }
  return all
}

/** As the engine orders them. */
function bySurprise(one: SurprisingValue, other: SurprisingValue): number {
  const difference = other.surprise - one.surprise
  return difference === 0 ? (BigInt(one.number ?? 0) < BigInt(other.number ?? 0) ? -1 : 1) : difference
}

async function readPart(
  connection: Connection,
  question: ComparingQuestion,
  counted: CountedSql,
  parts: number,
  part: number,
): Promise<Map<number, ValuesOfTag>> {
  const { limit, totals } = question
  const { conditions, parameters } = askedOf(question)
  const rows = await connection.rows('ask', {
    sql: sql(counted(conditions, parts, part)),
    parameters: { ...parameters, limit, a: totals[0], b: totals[1] },
    settings: setSettings,
  })
  const found = new Map<number, { distinct: number; values: SurprisingValue[] }>()
  for (const row of rows) {
    const cells = new Cells(row)
    const [number, tag, distinct, keyTime] = [cells.text(), cells.number(), cells.number(), cells.number()]
    const counts = [cells.number(), cells.number()] as const
    const [, surprise] = [cells.number(), cells.number()]
    const ofTag = found.get(tag) ?? { distinct, values: [] }
    ofTag.values.push({ number, keyTime, counts, surprise })
    found.set(tag, ofTag)
  }
  return found
}

function askedOf({ keys, sets }: ComparingQuestion) {
  const { conditions, parameters } = matchingSql(sets)
  const annotation = keys.find((key) => typeof key !== 'string')
  return {
    conditions: conditions.map((condition) => `(${condition})`),
    parameters: { ...parameters, ...(annotation === undefined ? {} : { annotation_key: annotation.annotation }) },
  }
}

/** Numbers that are looked for in one question. */
const mostNumbers = 500

/**
 * The texts of counted values, as traceValueOf and annotationOf read them, by {@link textKey}. One is missing where the trace
 * that was to tell it was revised or dropped meanwhile.
 */
export async function readComparedTexts(
  connection: Connection,
  wanted: readonly PlacedNumber[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  const annotations = new Set(wanted.map(({ key }) => key).filter((key) => typeof key !== 'string'))
  for (const annotation of [undefined, ...annotations]) {
    const own = wanted.filter(({ key }) => (typeof key === 'string' ? annotation === undefined : key === annotation))
    for (let at = 0; at < own.length; at += mostNumbers)
      for (const [number, text] of await readValueTexts(connection, own.slice(at, at + mostNumbers)))
        texts.set(textKey(annotation ?? 'every annotation', number), text)
  }
  return texts
}

/** Values of one annotation have the same numbers as those of every annotation, and other texts. */
export function textKey(key: ComparedKey, number: string): string {
  return typeof key === 'string' ? number : `${number} of one`
}
