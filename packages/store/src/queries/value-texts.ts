import { Cells } from '../cells.ts'
import type { Connection, QueryParameters } from '../connection.ts'
import { type CountedKey, valuesOf } from '../trace-values.ts'
import { numberSql, tagOf } from '../value-numbers.ts'

/** A value whose text is wanted, and when a trace was received that has it. */
export interface PlacedNumber {
  readonly key: CountedKey
  /** In decimal digits: JavaScript's numbers have too few. */
  readonly number: string
  readonly keyTime: number
}

/** Numbers in decimal digits as a set of the engine's. */
export function numbersIn(name: string): string {
  return `(select toUInt64(arrayJoin({${name}:Array(String)})))`
}

/** Which texts of this key have the traces that were received at these times, and which numbers? Sort key: key_time. */
const textsSql = (key: CountedKey, index: number) => {
  const values = valuesOf(key)
  return `select arrayJoin(arrayMap(x -> (${numberSql(tagOf(key), values)}, toString(${values.text})), ${values.elements})) as pair
  from summaries
  prewhere key_time in {times${index}:Array(Int64)}`
}

/**
 * Which texts have these numbers? Those of a trace that has each, whichever of its rows: they say the same of a text.
 *
 * Cost: a granule of a key's columns for each time.
 */
const sql = (keys: readonly CountedKey[]) => `
select
  toString(pair.1),
  any(pair.2)
from (
  ${keys.map(textsSql).join('\n  union all\n  ')}
)
where pair.1 in ${numbersIn('numbers')}
group by pair.1
`

/** Text by number. One is missing where its trace was revised or dropped meanwhile. All of `annotation[key]` are of one annotation. */
export async function readValueTexts(
  connection: Connection,
  placed: readonly PlacedNumber[],
): Promise<ReadonlyMap<string, string>> {
  if (placed.length === 0) return new Map()
  const keys = [...new Set(placed.map(({ key }) => key))]
  const annotation = keys.find((key) => typeof key !== 'string')
  const times: QueryParameters = Object.fromEntries(
    keys.map((key, index) => [
      `times${index}`,
      [...new Set(placed.filter((one) => one.key === key).map(({ keyTime }) => keyTime))],
    ]),
  )
  const rows = await connection.rows('ask', {
    sql: sql(keys),
    parameters: {
      ...times,
      numbers: placed.map(({ number }) => number),
      ...(annotation === undefined ? {} : { annotation_key: annotation.annotation }),
    },
  })
  return new Map(
    rows.map((row) => {
      const cells = new Cells(row)
      return [cells.text(), cells.text()]
    }),
  )
}
