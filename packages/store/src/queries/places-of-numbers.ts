import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import type { CountedKey } from '../trace-values.ts'
import { columnsOfNumbers } from '../value-numbers.ts'
import { anyOf, matchingSql, setSettings, type TraceSet } from './matching-traces.ts'
import { numbersIn } from './value-texts.ts'

/** A value's number, in decimal digits, and the key that it is of. */
export interface NumberOfKey {
  readonly key: CountedKey
  readonly number: string
}

/**
 * When was a trace received that has each of these numbers? Any row tells, one that was replaced too: equal numbers are of equal
 * texts. Sort key: key_time.
 *
 * Cost: these columns and `start`, of the rows of a stretch of time.
 */
const sql = (columns: readonly string[], conditions: readonly string[]) => `
select
  toString(number),
  any(key_time)
from (
  select
    arrayJoin(arrayConcat(${columns.map((column) => `arrayFilter(x -> x in ${numbersIn('numbers')}, ${column})`).join(', ')})) as number,
    key_time
  from summaries
  where (${anyOf(conditions)})
    and key_time >= {from:Int64}
    and key_time < {to:Int64}
)
group by number
`

/**
 * So much of the windows, from their end, is looked through first, and then more: values that many traces have stand in any part.
 * Keys may lie outside of the windows, which are of times when traces began: the first part has no end, the last no beginning.
 */
const shares = [1 / 16, 1 / 4]

/** Some 40,000 would make a longer request than the engine takes. */
const mostNumbers = 5_000

/** Times by number, of numbers that traces of these sets have; one is missing where its trace was revised or dropped meanwhile. */
export async function readPlacesOfNumbers(
  connection: Connection,
  wanted: readonly NumberOfKey[],
  sets: readonly TraceSet[],
): Promise<ReadonlyMap<string, number>> {
  const places = new Map<string, number>()
  for (let at = 0; at < wanted.length; at += mostNumbers)
    for (const place of await readPlaces(connection, wanted.slice(at, at + mostNumbers), sets)) places.set(...place)
  return places
}

async function readPlaces(connection: Connection, wanted: readonly NumberOfKey[], sets: readonly TraceSet[]) {
  const { conditions, parameters } = matchingSql(sets.map(({ filter: _, ...whole }) => whole))
  const start = Math.min(...sets.map(({ window }) => window.start))
  const end = Math.max(...sets.map(({ window }) => window.end))
  const beginnings = [...shares.map((share) => Math.round(end - (end - start) * share)), Number.MIN_SAFE_INTEGER]
  const places = new Map<string, number>()
  let to = Number.MAX_SAFE_INTEGER
  for (const from of beginnings) {
    const missing = wanted.filter(({ number }) => !places.has(number))
    if (missing.length === 0) break
    // One annotation's values have the numbers of every annotation's.
    const keys = new Set(missing.map(({ key }) => (typeof key === 'string' ? key : 'every annotation')))
    const numbers = missing.map(({ number }) => number)
    const rows = await connection.rows('ask', {
      sql: sql(columnsOfNumbers([...keys]), conditions),
      parameters: { ...parameters, numbers, from, to },
      settings: setSettings,
    })
    for (const row of rows) {
      const cells = new Cells(row)
      places.set(cells.text(), cells.number())
    }
    to = from
  }
  return places
}
