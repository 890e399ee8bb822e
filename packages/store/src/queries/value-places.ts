import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import type { CountedKey } from '../trace-values.ts'
import { numberListsSql, numbersOfAllSql } from '../value-numbers.ts'
import type { TraceSet } from './matching-traces.ts'
import { numbersIn } from './value-texts.ts'

type Wanted = { readonly key: CountedKey; readonly number: string }

/**
 * When was a trace received that has the value of this number? Of all rows in the windows, replaced ones too. Cost: the columns of
 * the keys of these numbers, of the first rows or of all.
 */
const sql = (from: readonly string[]) => `
select
  toString(number),
  any(key_time)
from (
  ${from.join('\n  union all\n  ')}
)
group by number
`

const wantedOf = (list: string, from: string) => `select
    arrayJoin(arrayFilter(x -> x in ${numbersIn('numbers')}, ${list})) as number,
    key_time
  from ${from}`

/** Rows in which most of the frequent values are. */
const firstSql = (numbers: string, windows: string) =>
  sql([wantedOf('numbers', `(select ${numbers} as numbers, key_time from summaries where ${windows} limit 32768)`)])

/** All rows: lists that have none of the numbers are passed over one by one, without a copy. */
const allSql = (lists: readonly string[], windows: string) =>
  sql(
    lists.map((list) =>
      wantedOf(list, `summaries where (${windows}) and arrayExists(x -> x in ${numbersIn('numbers')}, ${list})`),
    ),
  )

/** Receipts by number. */
export async function readPlaces(
  connection: Connection,
  sets: readonly TraceSet[],
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<string, number>> {
  const places = await readPlacesIn(connection, sets, wanted, (keys, windows) =>
    firstSql(numbersOfAllSql(keys), windows),
  )
  const rest = wanted.filter(({ number }) => !places.has(number))
  return new Map([
    ...places,
    ...(await readPlacesIn(connection, sets, rest, (keys, windows) => allSql(numberListsSql(keys), windows))),
  ])
}

async function readPlacesIn(
  connection: Connection,
  sets: readonly TraceSet[],
  wanted: readonly Wanted[],
  sqlOf: (keys: readonly Extract<CountedKey, string>[], windows: string) => string,
): Promise<ReadonlyMap<string, number>> {
  if (wanted.length === 0) return new Map()
  const keys = [...new Set(wanted.map(({ key }) => (typeof key === 'string' ? key : 'every annotation')))]
  const windows = sets.map((_, at) => `start >= {from${at}:Int64} and start < {to${at}:Int64}`).join('\n      or ')
  const rows = await connection.rows('ask', {
    sql: sqlOf(keys, windows),
    parameters: {
      numbers: wanted.map(({ number }) => number),
      ...Object.fromEntries(
        sets.flatMap(({ window: { start, end } }, at) => [
          [`from${at}`, start],
          [`to${at}`, end],
        ]),
      ),
    },
  })
  return new Map(
    rows.map((row) => {
      const cells = new Cells(row)
      return [cells.text(), cells.number()]
    }),
  )
}
