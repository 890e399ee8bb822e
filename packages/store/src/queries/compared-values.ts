import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { anyOf, matchingSql, setSettings, type TraceSet } from './matching-traces.ts'
import { everyAnnotationSql, type TraceKeyName, traceKeySql } from './trace-keys.ts'

/** How many traces of two sets have a value. */
export interface ComparedValue {
  /** As traceValueOf and annotationOf read it; undefined: absent. */
  readonly text: string | undefined
  readonly counts: readonly [number, number]
}

export interface ComparedValues {
  /** Values that enough traces have to be compared. */
  readonly distinct: number
  /** Those that tell the sets apart best, as many as were wanted. */
  readonly values: readonly ComparedValue[]
}

/** Fewer traces with a value, in both sets together, say nothing. */
export const fewestCompared = 5

/**
 * How many traces of each of two sets have which value? The values first that are the least likely where the
 * sets do not differ (the G test of a table of two by two).
 *
 * Cost: the key's columns and the filters', of all rows in both windows.
 */
const sql = (keySql: string, [a = '0', b = '0']: readonly string[]) => `
select
  value,
  count() over (),
  countIf(in_a) as of_a,
  countIf(in_b) as of_b,
  (of_a + of_b) / ({a:Float64} + {b:Float64}) as share,
  if(of_a = 0, 0, of_a * log(of_a / ({a:Float64} * share)))
    + if(of_b = 0, 0, of_b * log(of_b / ({b:Float64} * share)))
    + if(of_a = {a:Float64}, 0, ({a:Float64} - of_a) * log(({a:Float64} - of_a) / ({a:Float64} * (1 - share))))
    + if(of_b = {b:Float64}, 0, ({b:Float64} - of_b) * log(({b:Float64} - of_b) / ({b:Float64} * (1 - share)))) as surprise
from (
  select
    ${keySql} as value,
    ${a} as in_a,
    ${b} as in_b
  from summaries final
  where ${anyOf([a, b])}
)
group by value
having of_a + of_b >= ${fewestCompared}
order by surprise desc, value
limit {limit:UInt32}
`

/** @param key `every annotation`: key and value together. @param totals traces of each set */
export async function readComparedValues(
  connection: Connection,
  sets: readonly [TraceSet, TraceSet],
  key: TraceKeyName | 'every annotation',
  totals: readonly [number, number],
  limit: number,
): Promise<ComparedValues> {
  const { conditions, parameters } = matchingSql(sets)
  const keySql = key === 'every annotation' ? everyAnnotationSql : traceKeySql(key)
  const rows = await connection.rows('ask', {
    sql: sql(
      keySql,
      conditions.map((condition) => `(${condition})`),
    ),
    parameters: {
      ...parameters,
      limit,
      a: totals[0],
      b: totals[1],
      ...(typeof key === 'string' ? {} : { annotation_key: key.annotation }),
    },
    settings: setSettings,
  })
  let distinct = 0
  const values = rows.map((row): ComparedValue => {
    const cells = new Cells(row)
    const text = cells.textOrNull()
    distinct = cells.number()
    return { text: text ?? undefined, counts: [cells.number(), cells.number()] }
  })
  return { distinct, values }
}
