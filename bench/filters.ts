import { quantile } from './quantiles.ts'
import { type Line, line } from './report.ts'
import { ask, type XrayClient } from './xray-client.ts'

/** Milliseconds of each repetition, and the traces that the answer looked at and gave. */
interface FilterTimes {
  readonly name: string
  readonly expression: string
  readonly milliseconds: readonly number[]
  readonly processed: number
  readonly found: number
}

/** Many fit: the first page is cut after a thousand. */
const frequent = [
  ['root faults', 'fault'],
  ['a value of an annotation', 'annotation[tier] = 2 AND fault'],
] as const

/** None fits, and every page is read to the end. The first has an index; the others are the worst that we know. */
const rare = [
  ['a user, by index', 'user = "nobody"'],
  ['text of the root', 'http.url CONTAINS "nothing at all"'],
  ['worst 1: numbers in annotations', 'annotation[ProductID] > 1e9'],
  ['worst 2: text of any segment', 'service { http.url ENDSWITH "nothing at all" }'],
  [
    'worst 3: calls by type',
    'edge(id(type: "AWS::ECS::Container"), id(type: "AWS::ECS::Container")) { fault responsetime > 1e6 }',
  ],
  ['worst 4: annotations of one segment', 'service { annotation[ProductID] > 1e9 AND http.method = "GET" }'],
  [
    'worst 5: a path of root causes',
    'rootcause.json = #[{ "Services": [{ "EntityPath": [{}, { "Name": "x" }] }, { "EntityPath": [{ "Name": "y" }] }] }]',
  ],
] as const

/** One client, one filter after the other, over the 24 h until now. */
export async function timeFilters(client: XrayClient, repetitions: number): Promise<readonly FilterTimes[]> {
  const end = Date.now() / 1000 + 60
  const day = { StartTime: end - 86_400, EndTime: end }
  const times: FilterTimes[] = []
  for (const [name, FilterExpression] of [...frequent, ...rare]) {
    const milliseconds: number[] = []
    let last = { processed: 0, found: 0 }
    for (let i = 0; i < repetitions; i += 1) {
      const before = performance.now()
      last = await readPages(client, { ...day, FilterExpression })
      milliseconds.push(performance.now() - before)
    }
    times.push({ name, expression: FilterExpression, milliseconds, ...last })
  }
  return times
}

/** Budgets are those of 2 million traces; a smaller data set has none. */
export function filterLines(times: readonly FilterTimes[]): Line[] {
  return times.map(({ name, milliseconds, processed, found }) =>
    line(
      `filter, ${name}: ${found.toLocaleString('en')} found of ${processed.toLocaleString('en')}, p95`,
      quantile(milliseconds, 0.95),
      'ms',
      found === 0 && processed >= 2_000_000 ? { atMost: 400 } : {},
    ),
  )
}

/** Until something was found, or nothing is left. */
async function readPages(client: XrayClient, question: object): Promise<{ processed: number; found: number }> {
  let processed = 0
  let found = 0
  let token: unknown
  do {
    const page = await ask(client, '/TraceSummaries', { ...question, ...(token ? { NextToken: token } : {}) })
    processed += Number(page.TracesProcessedCount)
    found += (page.TraceSummaries as readonly unknown[]).length
    token = page.NextToken
  } while (token && found === 0)
  return { processed, found }
}
