import { ClickHouseError } from '@clickhouse/client'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { StoreError } from '../errors.ts'
import type { CountedKey } from '../trace-values.ts'
import { numbersOfAllSql, ownNumbersSql, tagOf } from '../value-numbers.ts'
import { anyOf, matchingSql, setSettings, type TraceSet } from './matching-traces.ts'
import { readPlaces } from './value-places.ts'
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

/** A number without what sets have put into its highest bits. */
const own = '4611686018427387903'

/**
 * How many traces of each of two sets have which values of these keys? Of each key the values first that are the least likely
 * where the sets do not differ (the G test of a table of two by two).
 *
 * Counting alone is what the engine does fastest, so that a trace's sets stand in the highest bits of what is counted. Of
 * `parts`, a power of two, only one is counted, where all would not fit in memory. Traces may have come since the sets were
 * counted: no value has more than they have.
 *
 * Cost: the columns of numbers and the filters', of all rows in both windows.
 */
const sql = (numbers: string, [a = '0', b = '0']: readonly string[], parts: number, part: number) => `
select
  toString(number),
  toUInt8(bitShiftRight(number, 56)) as tag,
  count() over (partition by tag),
  of_a,
  of_b,
  (of_a + of_b) / ({a:Float64} + {b:Float64}) as share,
  if(of_a = 0, 0, of_a * log(of_a / ({a:Float64} * share)))
    + if(of_b = 0, 0, of_b * log(of_b / ({b:Float64} * share)))
    + if(of_a = {a:Float64}, 0, ({a:Float64} - of_a) * log(({a:Float64} - of_a) / ({a:Float64} * (1 - share))))
    + if(of_b = {b:Float64}, 0, ({b:Float64} - of_b) * log(({b:Float64} - of_b) / ({b:Float64} * (1 - share)))) as surprise
from (
  select
    bitAnd(told, ${own}) as number,
    least(sumIf(traces, bitTest(told, 62)), toUInt64({a:Float64})) as of_a,
    least(sumIf(traces, bitTest(told, 63)), toUInt64({b:Float64})) as of_b
  from (
    select
      bitOr(arrayJoin(numbers), sets) as told,
      count() as traces
    from (
      select
        ${parts === 1 ? numbers : `arrayFilter(x -> bitAnd(x, ${parts - 1}) = ${part}, ${numbers})`} as numbers,
        bitOr(bitShiftLeft(toUInt64(${a}), 62), bitShiftLeft(toUInt64(${b}), 63)) as sets
      from summaries final
      where ${anyOf([a, b])}
    )
    group by told
  )
  group by number
  having of_a + of_b >= ${fewestCompared}
)
order by surprise desc, number
limit {limit:UInt32} by tag
`

/** How many traces of each set have values of which of the keys that all traces have? Cost: one column and the filters'. */
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
  const [values, absent] = await Promise.all([readValues(connection, question), readAbsent(connection, question)])
  return question.keys.map((key, index) => {
    const { distinct = 0, values: found = [] } = values.get(tagOf(key)) ?? {}
    const counts = absent[index] ?? [0, 0]
    if (counts[0] + counts[1] < fewestCompared) return { key, distinct, values: found }
    return { key, distinct: distinct + 1, values: [...found, { number: undefined, counts }] }
  })
}

interface ValuesOfTag {
  readonly distinct: number
  readonly values: readonly SurprisingValue[]
}

type SurprisingValue = CountedValue & { readonly surprise: number }

async function readValues(
  connection: Connection,
  question: ComparingQuestion,
): Promise<ReadonlyMap<number, ValuesOfTag>> {
  try {
    return await readPart(connection, question, 1, 0)
  } catch (error) {
    if (!isOutOfMemory(error)) throw error
  }
  const all = new Map<number, ValuesOfTag>()
  for (let part = 0; part < partsOfAll; part++)
    for (const [tag, { distinct, values }] of await readPart(connection, question, partsOfAll, part)) {
      const known = all.get(tag)
      const together = [...(known?.values ?? []), ...values].sort(bySurprise)
      all.set(tag, { distinct: distinct + (known?.distinct ?? 0), values: together.slice(0, question.limit) })
    }
  return all
}

/** As the engine orders them. */
function bySurprise(one: SurprisingValue, other: SurprisingValue): number {
  const difference = other.surprise - one.surprise
  return difference === 0 ? (BigInt(one.number ?? 0) < BigInt(other.number ?? 0) ? -1 : 1) : difference
}

/** Of ClickHouse's codes MEMORY_LIMIT_EXCEEDED; what takes too long takes longer in parts. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof StoreError && error.cause instanceof ClickHouseError && error.cause.code === '241'
}

async function readPart(
  connection: Connection,
  question: ComparingQuestion,
  parts: number,
  part: number,
): Promise<Map<number, ValuesOfTag>> {
  const { keys, limit, totals } = question
  const { conditions, parameters } = askedOf(question)
  const [first] = keys
  const numbers =
    first !== undefined && typeof first !== 'string'
      ? ownNumbersSql(first)
      : numbersOfAllSql(keys.filter((key) => typeof key === 'string'))
  const rows = await connection.rows('ask', {
    sql: sql(numbers, conditions, parts, part),
    parameters: { ...parameters, limit, a: totals[0], b: totals[1] },
    settings: setSettings,
  })
  const found = new Map<number, { distinct: number; values: SurprisingValue[] }>()
  for (const row of rows) {
    const cells = new Cells(row)
    const [number, tag, distinct] = [cells.text(), cells.number(), cells.number()]
    const counts = [cells.number(), cells.number()] as const
    const [, surprise] = [cells.number(), cells.number()]
    const ofTag = found.get(tag) ?? { distinct, values: [] }
    ofTag.values.push({ number, counts, surprise })
    found.set(tag, ofTag)
  }
  return found
}

/** How many traces of each set have no value of a key, key by key. */
async function readAbsent(
  connection: Connection,
  question: ComparingQuestion,
): Promise<readonly (readonly [number, number])[]> {
  const { keys, totals } = question
  const { conditions, parameters } = askedOf(question)
  const [first] = keys
  const isOne = first !== undefined && typeof first !== 'string'
  // Of one annotation, whether the trace has it: as a bit like the others.
  const present = isOne
    ? `if(empty(${ownNumbersSql(first)}), 0, bitShiftLeft(toUInt32(1), ${tagOf(first)}))`
    : 'present_keys'
  const rows = await connection.rows('ask', { sql: presentSql(present, conditions), parameters, settings: setSettings })
  return keys.map((key) => {
    const absent: [number, number] = [0, 0]
    for (const row of rows) {
      const cells = new Cells(row)
      const bits = cells.number()
      if (bits & (1 << tagOf(key))) continue
      absent[0] += cells.number()
      absent[1] += cells.number()
    }
    return [Math.min(absent[0], totals[0]), Math.min(absent[1], totals[1])]
  })
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
  sets: readonly TraceSet[],
  wanted: readonly { readonly key: ComparedKey; readonly number: string }[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  const annotations = new Set(wanted.map(({ key }) => key).filter((key) => typeof key !== 'string'))
  for (const annotation of [undefined, ...annotations]) {
    const own = wanted.filter(({ key }) => (typeof key === 'string' ? annotation === undefined : key === annotation))
    for (let at = 0; at < own.length; at += mostNumbers) {
      const some = own.slice(at, at + mostNumbers)
      const places = await readPlaces(connection, sets, some)
      const placed = some.flatMap((one): PlacedNumber[] => {
        const keyTime = places.get(one.number)
        return keyTime === undefined ? [] : [{ ...one, keyTime }]
      })
      for (const [number, text] of await readValueTexts(connection, placed))
        texts.set(textKey(annotation ?? 'every annotation', number), text)
    }
  }
  return texts
}

/** Values of one annotation have the same numbers as those of every annotation, and other texts. */
export function textKey(key: ComparedKey, number: string): string {
  return typeof key === 'string' ? number : `${number} of one`
}
