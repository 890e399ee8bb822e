import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import type { CountedKey } from '../trace-values.ts'
import { numbersOfAllSql } from '../value-numbers.ts'
import type { TraceSet } from './matching-traces.ts'
import { numbersIn } from './value-texts.ts'

type Wanted = { readonly key: CountedKey; readonly number: string }

/**
 * When was a trace received that has the value of this number? Of all rows in the windows, replaced ones too. Cost: the columns of
 * the keys of these numbers, of the first rows or of all.
 */
const sql = (numbers: string, windows: string, limit: string) => `
select
  toString(number),
  any(key_time)
from (
  select
    arrayJoin(arrayFilter(x -> x in ${numbersIn('numbers')}, numbers)) as number,
    key_time
  from (
    select
      ${numbers} as numbers,
      key_time
    from summaries
    where ${windows}${limit}
  )
)
group by number
`

/** Rows in which most of the frequent values are. */
const firstRows = 'limit 32768'

/** Receipts by number. */
export async function readPlaces(
  connection: Connection,
  sets: readonly TraceSet[],
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<string, number>> {
  const places = await readPlacesIn(connection, sets, wanted, `\n    ${firstRows}`)
  const rest = wanted.filter(({ number }) => !places.has(number))
  return new Map([...places, ...(await readPlacesIn(connection, sets, rest, ''))])
}

async function readPlacesIn(
  connection: Connection,
  sets: readonly TraceSet[],
  wanted: readonly Wanted[],
  limit: string,
): Promise<ReadonlyMap<string, number>> {
  if (wanted.length === 0) return new Map()
  const keys = [...new Set(wanted.map(({ key }) => (typeof key === 'string' ? key : 'every annotation')))]
  const windows = sets.map((_, at) => `start >= {from${at}:Int64} and start < {to${at}:Int64}`).join('\n      or ')
  const rows = await connection.rows('ask', {
    sql: sql(numbersOfAllSql(keys), windows, limit),
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
