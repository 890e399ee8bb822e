import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { anyOf, matchingSql, setSettings, type TraceSet } from './matching-traces.ts'

/** How many traces are in each of these sets? Cost: one scan of the filters' columns. */
const sql = (conditions: readonly string[]) => `
select
  ${conditions.map((condition) => `countIf(${condition})`).join(',\n  ')}
from summaries final
where ${anyOf(conditions)}
`

export async function readTracesInSets(connection: Connection, sets: readonly TraceSet[]): Promise<readonly number[]> {
  const { conditions, parameters } = matchingSql(sets)
  const [row = []] = await connection.rows('ask', { sql: sql(conditions), parameters, settings: setSettings })
  const cells = new Cells(row)
  return sets.map(() => cells.number())
}
