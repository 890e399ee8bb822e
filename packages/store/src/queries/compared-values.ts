import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { isKeyOfShape, numbersOfShapeSql, presentSql } from '../trace-shape.ts'
import type { CountedKey } from '../trace-values.ts'
import {
  numberListsSql,
  numbersOfAllSql,
  numbersWithSomeUrlsSql,
  ownNumbersSql,
  presentTag,
  tagOf,
} from '../value-numbers.ts'
import { mayBeCommonSql } from './common-urls.ts'
import {
  askedOf,
  type CountedTag,
  type CountingQuestion,
  countsByShapeSql,
  countsSql,
  fewestCompared,
  readCounts,
} from './compared-counts.ts'
import { anyOf, setSettings } from './matching-traces.ts'

/** What is compared: a key, or key and value of every annotation together. */
export type ComparedKey = CountedKey

export interface ComparedValues {
  readonly key: ComparedKey
  /** Values that enough traces have to be compared. */
  readonly distinct: number
  /** Those that tell the sets apart best, as many as were wanted, and absence. */
  readonly values: readonly CountedValue[]
}

/** A value without its text: compared-texts.ts reads that of those that are shown. */
export interface CountedValue {
  /** In decimal digits; undefined: absent. */
  readonly number: string | undefined
  readonly counts: readonly [number, number]
}

/** Its keys are read in one scan: see {@link scansFor}. */
export type ComparingQuestion = CountingQuestion

/** The keys of each scan: all together, but of the values of one annotation each for itself. */
export function scansFor(keys: readonly ComparedKey[]): readonly (readonly ComparedKey[])[] {
  const together = keys.filter((key) => typeof key === 'string')
  const alone = keys.filter((key) => typeof key !== 'string').map((key) => [key])
  return together.length === 0 ? alone : [together, ...alone]
}

/** How many traces of each set have a value of this annotation, and how many none? Cost: its columns and the filters'. */
const presentOfOneSql = (present: string, [a = '0', b = '0']: readonly string[]) => `
select
  ${present} as present,
  countIf(${a}),
  countIf(${b})
from summaries final
where ${anyOf([a, b])}
group by present
`

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
    return { key, distinct: distinct + 1, values: [...found, { number: undefined, counts: [a, b] }] }
  })
}

/** Traces that have values of the keys of these tags and of no others. */
interface Present {
  readonly bits: number
  readonly counts: readonly number[]
}

interface Counted {
  readonly values: ReadonlyMap<number, CountedTag>
  readonly present: readonly Present[]
}

/** Of keys that all traces have: those of their shapes, and which keys they have, beside the others. */
async function readAll(connection: Connection, question: ComparingQuestion): Promise<Counted> {
  const keys = question.keys.filter((key) => typeof key === 'string')
  const ofShape = keys.filter(isKeyOfShape)
  const others = keys.filter((key) => !isKeyOfShape(key))
  const all = `arrayConcat(${[...numberListsSql(ofShape), `[${presentSql}]`].join(', ')})`
  const inShape = numbersOfShapeSql('shape', ofShape, { withPresent: true })
  const [shapes, values] = await Promise.all([
    readCounts(connection, question, (conditions, parts, part) =>
      parts === 1 ? countsByShapeSql(inShape, conditions) : countsSql(all, conditions, parts, part),
    ),
    others.length === 0 ? new Map<number, CountedTag>() : readOthers(connection, question, others),
  ])
  return {
    values: new Map([...shapes, ...values]),
    present: (shapes.get(presentTag)?.values ?? []).map(({ number, counts }) => ({
      bits: Number(BigInt.asUintN(32, BigInt(number))),
      counts,
    })),
  }
}

function readOthers(connection: Connection, question: CountingQuestion, keys: readonly Extract<ComparedKey, string>[]) {
  const { totals } = question
  return readCounts(connection, question, (conditions, parts, part) => {
    const isWhole = parts === 1 && keys.includes('url')
    const numbers = isWhole
      ? numbersWithSomeUrlsSql(
          keys,
          (number) =>
            `(${mayBeCommonSql(number, conditions, { traces: totals[0] + totals[1], fewest: fewestCompared })})`,
        )
      : numbersOfAllSql(keys)
    return countsSql(numbers, conditions, parts, part)
  })
}

async function readOne(connection: Connection, question: ComparingQuestion, key: ComparedKey): Promise<Counted> {
  const { conditions, parameters } = askedOf(question)
  const own = ownNumbersSql(key)
  // Whether the trace has it: as a bit like the others.
  const present = `if(empty(${own}), 0, bitShiftLeft(toUInt32(1), ${tagOf(key)}))`
  const [values, rows] = await Promise.all([
    readNumbers(connection, question, own),
    connection.rows('ask', { sql: presentOfOneSql(present, conditions), parameters, settings: setSettings }),
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
  return readCounts(connection, question, (...part) => countsSql(numbers, ...part))
}
