import { quantile } from './quantiles.ts'
import { type Line, line } from './report.ts'
import { ask, type XrayClient } from './xray-client.ts'

/**
 * A filter, anew for each repetition: the engine remembers which granules a condition has left out, and no user asks the
 * same rare question ten times.
 */
export interface Filter {
  readonly name: string
  readonly expression: (repetition: number) => string
}

/** Some hundred traces an hour of 2 million a day fit. */
export const frequent: readonly Filter[] = [
  { name: 'slow faults', expression: (n) => `fault AND responsetime > 0.4${n}` },
  { name: 'a value of an annotation', expression: (n) => `annotation[UserID] = "user-${12 + (n % 10)}"` },
]

/** So many conditions, one of which has to hold. */
function many(condition: (number: number) => string, count: number): string {
  return Array.from({ length: count }, (_, i) => condition(i)).join(' OR ')
}

/** None fits, and every page is read to the end. The first has an index; the last five are the worst that we know. */
export const rare: readonly Filter[] = [
  { name: 'a user, by index', expression: (n) => `user = "nobody-${n}"` },
  { name: 'text of the root', expression: (n) => `http.url CONTAINS "nothing at all ${n}"` },
  { name: 'slow faults of any segment', expression: (n) => `service { fault AND responsetime > ${1e6 + n} }` },
  {
    name: 'numbers in annotations, within their bounds',
    expression: (n) => `annotation[ProductID] > 50000 AND annotation[ProductID] < 50000.${n + 1}`,
  },
  { name: 'text of any segment', expression: (n) => `service { http.url ENDSWITH "nothing at all ${n}" }` },
  {
    name: 'calls by type, each seen',
    expression: (n) =>
      `edge(id(type: "AWS::ECS::Container"), id(type: "AWS::ECS::Container")) { responsetime < 0.${'0'.repeat(7)}${n + 1} }`,
  },
  {
    name: 'annotations of one segment',
    expression: (n) => `service { annotation[UserID] CONTAINS "nobody ${n}" AND http.method = "GET" }`,
  },
  {
    name: 'a path of root causes',
    expression: (n) =>
      `rootcause.json = #[{ "Services": [{ "EntityPath": [{}, { "Name": "x" }] }, { "EntityPath": [{ "Name": "y${n}" }] }] }]`,
  },
  {
    name: '100 values of an annotation',
    expression: (n) => many((i) => `annotation.UserID = "nobody-${n}-${i}"`, 100),
  },
  {
    name: 'calls between 40 pairs of types',
    expression: (n) => many((i) => `edge(id(type: "AWS::ECS::Container"), id(type: "nothing ${n} ${i}"))`, 40),
  },
  { name: '100 texts of users', expression: (n) => many((i) => `user CONTAINS "nobody ${n} ${i}"`, 100) },
  {
    name: 'worst 1: 35 texts of any segment, denied',
    expression: (n) =>
      `!(${many((i) => `service { http.url CONTAINS "nothing at all ${n} ${i}" }`, 35)}) AND !annotation[UserID] AND !annotation[ProductID]`,
  },
  {
    name: 'worst 2: a text in six scopes',
    expression: (n) =>
      [
        `http.url CONTAINS "nothing at all ${n}" OR service { http.url CONTAINS "nothing at all ${n}" }`,
        `edge { http.url CONTAINS "nothing at all ${n}" } OR user CONTAINS "nobody ${n}"`,
        `annotation[UserID] CONTAINS "nobody ${n}" OR rootcause.fault.exception { message CONTAINS "nothing ${n}" }`,
      ].join(' OR '),
  },
  {
    name: 'worst 3: 100 addresses of any call',
    expression: (n) => `edge { ${many((i) => `http.url = "nowhere/${n}/${i}"`, 100)} }`,
  },
  {
    name: 'worst 4: 60 services of root causes without a name',
    expression: (n) =>
      `rootcause.json = #[{ "Services": [${Array.from({ length: 60 + (n % 10) }, () => '{ "EntityPath": [{ "Remote": false }, {}] }').join()}] }]`,
  },
  {
    name: 'worst 5: 100 addresses of any segment',
    expression: (n) => `service { ${many((i) => `http.url = "nowhere/${n}/${i}"`, 100)} }`,
  },
]

/** Milliseconds of each repetition, and the traces that the last answer looked at and gave. */
interface FilterTimes {
  readonly name: string
  readonly milliseconds: readonly number[]
  readonly processed: number
  readonly found: number
}

/** One client, one filter after the other, over the 24 h until now. */
export async function timeFilters(client: XrayClient, repetitions: number): Promise<readonly FilterTimes[]> {
  const times: FilterTimes[] = []
  for (const { name, expression } of [...frequent, ...rare]) {
    const milliseconds: number[] = []
    let last = { processed: 0, found: 0 }
    for (let i = 0; i < repetitions; i += 1) {
      const before = performance.now()
      last = await readPages(client, { ...windowOf(86_400), FilterExpression: expression(i) })
      milliseconds.push(performance.now() - before)
    }
    times.push({ name, milliseconds, ...last })
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

/** So many seconds until then, for a question; without it until now. */
export function windowOf(
  seconds: number,
  end = Date.now() / 1000 + 5,
): { readonly StartTime: number; readonly EndTime: number } {
  return { StartTime: end - seconds, EndTime: end }
}

/** Until something was found, or nothing is left. */
export async function readPages(client: XrayClient, question: object): Promise<{ processed: number; found: number }> {
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
