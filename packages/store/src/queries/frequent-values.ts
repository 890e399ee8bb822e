import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import type { GroupQuestion } from './grouped-traces.ts'
import { matchingSql, setSettings } from './matching-traces.ts'
import { type TraceValue, traceKeySql, traceValueOf } from './trace-keys.ts'

/** Which values that contain a text do most traces of the set have? Cost: the key's columns and the filter's. */
const sql = (question: GroupQuestion, condition: string) => `
select
  value,
  count()
from (
  select ${traceKeySql(question.key)} as value
  from summaries final
  where ${condition}
)
where isNotNull(value)
  and positionCaseInsensitiveUTF8(assumeNotNull(value), {contains:String}) > 0
group by value
order by count() desc, value
limit {limit:UInt32}
`

export async function readFrequentValues(
  connection: Connection,
  question: GroupQuestion & { readonly contains: string },
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
