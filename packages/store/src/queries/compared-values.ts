import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { anyOf, matchingSql, setSettings, type TraceSet } from './matching-traces.ts'
import { markedValuesSql, type TraceKeyName } from './trace-keys.ts'

/** What is compared: a key, or key and value of every annotation together. */
export type ComparedKey = TraceKeyName | 'every annotation'

/** How many traces of two sets have a value. */
export interface ComparedValue {
  /** As traceValueOf and annotationOf read it; undefined: absent. */
  readonly text: string | undefined
  readonly counts: readonly [number, number]
}

export interface ComparedValues {
  readonly key: ComparedKey
  /** Values that enough traces have to be compared. */
  readonly distinct: number
  /** Those that tell the sets apart best, as many as were wanted. */
  readonly values: readonly ComparedValue[]
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

/** Keys that are read from the same columns, or from few. */
const families: readonly (readonly ComparedKey[])[] = [
  ['url', 'status', 'method', 'clientip', 'useragent'],
  ['user', 'instance', 'arn', 'zone'],
  ['service', 'entrypoint'],
  ['annotation', 'every annotation'],
  ['rootcause.fault', 'rootcause.error', 'rootcause.responsetime'],
  ['rootcause.fault.message', 'rootcause.error.message'],
]

/** The keys of each scan: those of a family together, of the values of one annotation each for itself. */
export function scansFor(keys: readonly ComparedKey[]): readonly (readonly ComparedKey[])[] {
  const shared = families.map((family) => family.filter((key) => keys.includes(key)))
  const alone = keys.filter((key) => typeof key !== 'string').map((key) => [key])
  return [...shared.filter((scan) => scan.length > 0), ...alone]
}

/**
 * How many traces of each of two sets have which values of these keys? Of each key the values first that are the least likely
 * where the sets do not differ (the G test of a table of two by two).
 *
 * Cost: the keys' columns and the filters', of all rows in both windows.
 */
const sql = (keys: readonly ComparedKey[], [a = '0', b = '0']: readonly string[]) => `
select
  told,
  count() over (partition by substring(told, 1, 1)),
  countIf(in_a) as of_a,
  countIf(in_b) as of_b,
  (of_a + of_b) / ({a:Float64} + {b:Float64}) as share,
  if(of_a = 0, 0, of_a * log(of_a / ({a:Float64} * share)))
    + if(of_b = 0, 0, of_b * log(of_b / ({b:Float64} * share)))
    + if(of_a = {a:Float64}, 0, ({a:Float64} - of_a) * log(({a:Float64} - of_a) / ({a:Float64} * (1 - share))))
    + if(of_b = {b:Float64}, 0, ({b:Float64} - of_b) * log(({b:Float64} - of_b) / ({b:Float64} * (1 - share)))) as surprise
from (
  select
    arrayJoin(${toldSql(keys)}) as told,
    ${a} as in_a,
    ${b} as in_b
  from summaries final
  where ${anyOf([a, b])}
)
group by told
having of_a + of_b >= ${fewestCompared}
order by surprise desc, told
limit {limit:UInt32} by substring(told, 1, 1)
`

/** Key, by its letter, and value in one text: what the engine counts fastest. */
function toldSql(keys: readonly ComparedKey[]): string {
  const lists = keys.map((key, number) => markedValuesSql(letterOf(number), key))
  return lists.length === 1 ? lists.join() : `arrayConcat(\n      ${lists.join(',\n      ')}\n    )`
}

const firstLetter = 'A'.charCodeAt(0)

function letterOf(number: number): string {
  return String.fromCharCode(firstLetter + number)
}

/** Of each key, in their order. */
export async function readComparedValues(
  connection: Connection,
  { sets, keys, totals, limit }: ComparingQuestion,
): Promise<readonly ComparedValues[]> {
  const { conditions, parameters } = matchingSql(sets)
  const annotation = keys.find((key) => typeof key !== 'string')
  const rows = await connection.rows('ask', {
    sql: sql(
      keys,
      conditions.map((condition) => `(${condition})`),
    ),
    parameters: {
      ...parameters,
      limit,
      a: totals[0],
      b: totals[1],
      ...(annotation === undefined ? {} : { annotation_key: annotation.annotation }),
    },
    settings: setSettings,
  })
  const found = keys.map((key) => ({ key, distinct: 0, values: [] as ComparedValue[] }))
  for (const row of rows) {
    const cells = new Cells(row)
    const told = cells.text()
    const distinct = cells.number()
    const ofKey = found[told.charCodeAt(0) - firstLetter]
    if (ofKey === undefined) continue
    ofKey.distinct = distinct
    ofKey.values.push({ text: told.length === 1 ? undefined : told.slice(2), counts: [cells.number(), cells.number()] })
  }
  return found
}
