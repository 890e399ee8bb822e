import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { matchingSql, setSettings, type TraceSet } from './matching-traces.ts'
import { containsSql, type TraceKeyName, type TraceValue, traceKeySql, traceValueOf } from './trace-keys.ts'

export interface ValuesQuestion {
  readonly set: TraceSet
  readonly key: TraceKeyName
  readonly limit: number
  readonly contains: string
}

/** Which values that contain a text do most traces of the set have? Cost: the key's columns and the filter's. */
const sql = (question: ValuesQuestion, condition: string) => `
select
  value,
  count()
from (
  select ${traceKeySql(question.key)} as value
  from summaries final
  where ${condition}
)
where isNotNull(value)
  and ${containsSql(question.key, 'value')}
group by value
order by count() desc, value
limit {limit:UInt32}
`

export async function readFrequentValues(
  connection: Connection,
  question: ValuesQuestion,
): Promise<readonly { readonly value: TraceValue; readonly count: number }[]> {
  const { set, key, limit, contains } = question
  const { conditions, parameters } = matchingSql([set])
  const rows = await connection.rows('ask', {
    sql: sql(question, conditions.join()),
    parameters: {
      ...parameters,
      limit,
      contains,
      ...(typeof key === 'string' ? {} : { annotation_key: key.annotation }),
    },
    settings: setSettings,
  })
  return rows.map((row) => {
    const cells = new Cells(row)
    return { value: traceValueOf(key, cells.text()), count: cells.number() }
  })
}
