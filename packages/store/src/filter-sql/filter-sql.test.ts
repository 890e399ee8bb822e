import { check, parse, print, toPredicate } from '@roentgen/filter'
import { arbitraryExpression, caseGroups, caseTraces, filterCases } from '@roentgen/filter/fixtures'
import type { Micros, TraceSummary } from '@roentgen/trace'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { traceIdFromUuid } from '../cells.ts'
import { arbitrarySummary } from '../fixtures/arbitrary-summary.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { SummaryRows } from '../insert-summaries.ts'
import type { Store } from '../store.ts'
import { filterSql, likelySql, listFilterSettings } from './filter-sql.ts'

const noon = 1_732_000_000_000_000 as Micros

let engine: TestEngine
beforeAll(async () => {
  engine = await startTestEngine()
})
afterAll(() => engine[Symbol.asyncDispose]())

async function insert(store: Store, summaries: Iterable<TraceSummary>): Promise<void> {
  const rows = new SummaryRows()
  for (const summary of summaries) rows.add(noon, summary)
  await rows.insert(store.connection)
}

async function find(
  store: Store,
  condition: Parameters<typeof filterSql>[0],
  { sql, parameters } = filterSql(condition),
): Promise<Set<string>> {
  const rows = await store.connection.rows('ask', {
    sql: `select trace_id from summaries final where ${sql}`,
    parameters,
    settings: listFilterSettings,
  })
  return new Set(rows.map(([id]) => traceIdFromUuid(String(id))))
}

describe('the SQL finds by', () => {
  let store: Store
  beforeAll(async () => {
    store = await engine.openStore('cases')
    await insert(store, caseTraces.values())
  })
  afterAll(() => store.close())

  test.each(filterCases.filter(({ traces }) => traces !== undefined))(
    '$expression → $found',
    async ({ expression, traces }) => {
      const condition = check(parse(expression), { groups: caseGroups })
      const [found, likely] = [await find(store, condition), await find(store, condition, likelySql(condition))]
      expect([...caseTraces].filter(([, { traceId }]) => found.has(traceId)).map(([name]) => name)).toEqual(traces)
      expect(likely).toEqual(found)
    },
  )

  test('nearly as many conditions as the language allows', async () => {
    const expression = Array.from({ length: 185 }, () => 'edge("a","b"){ok}').join(' OR ')
    const groups = [1, 2, 3, 4, 5].map((n) => ({ name: `group${n}`, arn: `arn${n}`, expression }))
    const all = groups.map(({ name }) => `group.name = "${name}"`).join(' OR ')
    expect((await find(store, check(parse(all), { groups }))).size).toBe(0)
    // A question may take 10 s, and a test five times as long.
  }, 50_000)

  test('more alternatives than the engine seeks at once, the last of which fits', async () => {
    const traceOf = (name: string) => caseTraces.get(name)?.traceId
    const many = (condition: (value: string) => string, last: string) =>
      [...Array.from({ length: 600 }, (_, n) => `nobody ${n}`), last].map(condition).join(' OR ')
    const found = async (expression: string) => find(store, check(parse(expression, { length: 1e6 })))
    const users = await found(many((value) => `user CONTAINS "${value}"`, 'alic'))
    expect([...users].sort()).toEqual([traceOf('home'), traceOf('crash')].sort())
    expect(await found(many((value) => `annotation.gameid = "${value}"`, 'OTHER'))).toEqual(
      new Set([traceOf('notfound')]),
    )
    expect(await found(many((value) => `service("${value}")`, 'cache'))).toEqual(new Set([traceOf('handled')]))
  })

  test('what reads least, whatever is written first', async () => {
    const sqlOf = (expression: string) => filterSql(check(parse(expression), { groups: [] })).sql
    expect(sqlOf('service { http.url CONTAINS "a" } AND fault')).toMatch(/^\(fault and position\(segment_urls/)
    const alternatives = sqlOf('service { http.url CONTAINS "a" AND fault } OR user = "b"')
    const [followed] = alternatives.split(' and arrayExists')
    expect(alternatives).toMatch(/^\(\(\(bitAnd\(segment_flags, 8\) != 0 and position\(segment_urls/)
    expect(followed).not.toMatch(/segment\.(http_url|user)/)
    expect(sqlOf('!(service { http.url CONTAINS "a" } OR fault)')).toMatch(/^\(not \(fault\) and not \(\(position/)
  })

  test('what alternatives ask of one list once, whatever is denied', async () => {
    const listsOf = (expression: string) =>
      filterSql(check(parse(expression, { length: 1e6 }))).sql.match(
        /segment\.http_url|annotation\.text|edge\.http_status/g,
      )?.length
    const many = (condition: (n: number) => string) => Array.from({ length: 100 }, (_, n) => condition(n)).join(' OR ')
    // The words of the index are a second reading.
    expect(listsOf(many((n) => `annotation.a = "${n}"`))).toBe(2)
    expect(listsOf(many((n) => `!annotation.a CONTAINS "${n}"`).replaceAll('OR', 'AND'))).toBe(1)
    expect(listsOf(many((n) => `service { http.url ENDSWITH "${n}" }`))).toBe(1)
    expect(listsOf(`!(${many((n) => `service("${n}") { http.url CONTAINS "${n}" }`)})`)).toBe(1)
    expect(listsOf(many((n) => `edge { http.status = ${n} }`))).toBe(1)
  })

  test('no element is called as a column of the row is', async () => {
    const rows = await store.connection.rows('ask', {
      sql: `select name from system.columns where database = currentDatabase() and table = 'summaries'`,
    })
    const columns = new Set(rows.flat())
    const elements = filterCases
      .filter(({ traces }) => traces !== undefined)
      .map(({ expression }) => filterSql(check(parse(expression), { groups: caseGroups })).sql)
      .flatMap((sql) => [...sql.matchAll(/\(([\w, ]+)\)? ->/g)])
      .flatMap(([, names = '']) => names.split(', '))
    expect(columns.has('http_status') && elements.includes('its_http_status')).toBe(true)
    expect([...new Set(elements)].filter((name) => columns.has(name))).toEqual([])
  })

  test('and its text is this, with every value bound', async () => {
    const lines = filterCases
      .filter(({ traces }) => traces !== undefined)
      .map(({ expression }) => {
        const { sql, parameters } = filterSql(check(parse(expression), { groups: caseGroups }))
        return `${expression}\n  ${sql}\n  ${JSON.stringify(parameters)}\n`
      })
    await expect(lines.join('\n')).toMatchFileSnapshot('filter-sql.snapshot.txt')
  })
})

describe('predicate and SQL', () => {
  test('find the same traces, whatever is asked and stored', async () => {
    await using store = await engine.openStore('anything')
    const words = ['a', 'b', 'c', 'remote', '']
    const summaries = [
      ...new Map(
        fc.sample(arbitrarySummary, { numRuns: 300, seed: 5 }).map((summary) => [summary.traceId, summary]),
      ).values(),
    ]
    await insert(store, summaries)
    for (const { annotations, http } of summaries) words.push(...annotations.map(({ key }) => key), http?.url ?? '')
    await fc.assert(
      fc.asyncProperty(arbitraryExpression(words), async (expression) => {
        const condition = check(parse(print(expression), { length: 1e6 }))
        const fits = toPredicate(condition)
        const expected = summaries.filter(fits).map(({ traceId }) => traceId)
        expect([...(await find(store, condition))].sort()).toEqual([...expected].sort())
        expect([...(await find(store, condition, likelySql(condition)))].sort()).toEqual([...expected].sort())
      }),
      { numRuns: 250 },
    )
  }, 60_000)
})
