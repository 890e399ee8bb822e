import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { isOutOfMemory } from '../out-of-memory.ts'
import type { CountedKey } from '../trace-values.ts'
import { presentTag } from '../value-numbers.ts'
import { anyOf, matchingSql, setSettings, type TraceSet } from './matching-traces.ts'

export interface CountingQuestion {
  readonly sets: readonly [TraceSet, TraceSet]
  /** At most one annotation is among them. */
  readonly keys: readonly CountedKey[]
  /** Traces of each set. */
  readonly totals: readonly [number, number]
  /** Values of each key. */
  readonly limit: number
}

/** A value without its text. */
export interface CountedNumber {
  /** In decimal digits: JavaScript's numbers have too few. */
  readonly number: string
  readonly counts: readonly [number, number]
  /** G of a table of two by two, halved. */
  readonly surprise: number
}

export interface CountedTag {
  /** Values that enough traces have to be compared. */
  readonly distinct: number
  /** The most surprising first. */
  readonly values: readonly CountedNumber[]
}

/** Of one part of all numbers, `parts` being a power of two; see {@link readCounts}. */
export type CountsSql = (conditions: readonly string[], parts: number, part: number) => string

/** Fewer traces with a value, in both sets together, say nothing. */
export const fewestCompared = 5

/**
 * How many traces of each of two sets have which values? Of each key the values first that are the least likely where the sets
 * do not differ (the G test of a table of two by two). What stands for the keys that a trace has is there too, each of it.
 *
 * `counts` gives `number`, `in_a` and `in_b`. Traces may have come since the sets were counted: no value has more than they have.
 */
const sql = (counts: string) => `
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
    number,
    least(in_a, toUInt64({a:Float64})) as of_a,
    least(in_b, toUInt64({b:Float64})) as of_b
  from (${counts}
  )
  where of_a + of_b >= ${fewestCompared}
    or bitShiftRight(number, 56) = ${presentTag}
)
order by surprise desc, number
limit {limit:UInt32} by if(tag = ${presentTag}, number, tag)
`

/** The two bits of a number that are left to questions: in which of the sets a trace is. */
const bitOfA = 62
const bitOfB = 63
const inSets = ([a = '0', b = '0']: readonly string[]) =>
  `bitOr(bitShiftLeft(toUInt64(${a}), ${bitOfA}), bitShiftLeft(toUInt64(${b}), ${bitOfB}))`
const withoutSets = '4611686018427387903'

/**
 * Numbers one by one. The engine counts rows of a key faster than it does anything else, for it keeps the count where it keeps the
 * key: hence each number with the sets that its trace is in, which makes three of it at most, and these are added up.
 *
 * Cost: the columns of numbers and the filters', of all rows in both windows.
 */
export const countsSql = (numbers: string, conditions: readonly string[], parts: number, part: number) => `
    select
      bitAnd(of_sets, ${withoutSets}) as number,
      sumIf(traces, bitTest(of_sets, ${bitOfA})) as in_a,
      sumIf(traces, bitTest(of_sets, ${bitOfB})) as in_b
    from (
      select
        bitOr(arrayJoin(numbers), sets) as of_sets,
        count() as traces
      from (
        select
          ${parts === 1 ? numbers : `arrayFilter(x -> bitAnd(x, ${parts - 1}) = ${part}, ${numbers})`} as numbers,
          ${inSets(conditions)} as sets
        from summaries final
        where ${anyOf(conditions)}
      )
      group by of_sets
    )
    group by number`

/**
 * The same by shapes of traces, of which there are few: only the numbers of these, `numbers`, are counted one by one.
 *
 * Cost: one narrow column and the filters', of all rows in both windows.
 */
export const countsByShapeSql = (numbers: string, conditions: readonly string[]) => `
    select
      arrayJoin(${numbers}) as number,
      sum(a_of_shape) as in_a,
      sum(b_of_shape) as in_b
    from (
      select
        shape,
        countIf(is_of_a) as a_of_shape,
        countIf(is_of_b) as b_of_shape
      from (
        select
          shape,
          ${conditions[0] ?? '0'} as is_of_a,
          ${conditions[1] ?? '0'} as is_of_b
        from summaries final
        where ${anyOf(conditions)}
      )
      group by shape
    )
    group by number`

/** Where all values together do not fit in memory they are counted in so many parts: a power of two, told apart by the lowest bits. */
const partsOfAll = 16

/** By the tags of their keys. */
export async function readCounts(
  connection: Connection,
  question: CountingQuestion,
  countsOf: CountsSql,
): Promise<ReadonlyMap<number, CountedTag>> {
  try {
    return await readPart(connection, question, countsOf, 1, 0)
  } catch (error) {
    // What takes too long takes longer in parts.
    if (!isOutOfMemory(error)) throw error
  }
  const all = new Map<number, CountedTag>()
  for (let part = 0; part < partsOfAll; part++)
    for (const [tag, { distinct, values }] of await readPart(connection, question, countsOf, partsOfAll, part)) {
      const known = all.get(tag)
      const together = [...(known?.values ?? []), ...values].sort(bySurprise)
      const wanted = tag === presentTag ? together : together.slice(0, question.limit)
      all.set(tag, { distinct: distinct + (known?.distinct ?? 0), values: wanted })
    }
  return all
}

/** As the engine orders them. */
function bySurprise(one: CountedNumber, other: CountedNumber): number {
  const difference = other.surprise - one.surprise
  return difference === 0 ? (BigInt(one.number) < BigInt(other.number) ? -1 : 1) : difference
}

async function readPart(
  connection: Connection,
  question: CountingQuestion,
  countsOf: CountsSql,
  parts: number,
  part: number,
): Promise<Map<number, CountedTag>> {
  const { limit, totals } = question
  const { conditions, parameters } = askedOf(question)
  const rows = await connection.rows('ask', {
    sql: sql(countsOf(conditions, parts, part)),
    parameters: { ...parameters, limit, a: totals[0], b: totals[1] },
    settings: setSettings,
  })
  const found = new Map<number, { distinct: number; values: CountedNumber[] }>()
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

/** The condition of each set, and the values that they and the annotation need. */
export function askedOf({ keys, sets }: Pick<CountingQuestion, 'keys' | 'sets'>) {
  const { conditions, parameters } = matchingSql(sets)
  const annotation = keys.find((key) => typeof key !== 'string')
  return {
    conditions: conditions.map((condition) => `(${condition})`),
    parameters: { ...parameters, ...(annotation === undefined ? {} : { annotation_key: annotation.annotation }) },
  }
}
