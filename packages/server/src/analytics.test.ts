import { readFile } from 'node:fs/promises'
import type {
  TraceActivity,
  TraceComparison,
  TraceFigures,
  TraceGroups,
  TraceHistogramReport,
  TraceList,
  TraceValues,
} from '@roentgen/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from './fixtures/test-server.ts'

const count = 1_200
const begin = Math.floor(Date.now() / 1000) - 900
const window = { start: begin, end: begin + 600 }

interface Raw {
  readonly trace_id: string
  readonly id: string
  readonly name: string
  readonly origin?: string
  readonly start_time: number
  readonly end_time: number
  readonly user?: string
  readonly fault?: true
  readonly error?: true
  readonly throttle?: true
  readonly http?: {
    readonly request: { readonly method: string; readonly url: string; readonly client_ip: string }
    readonly response: { readonly status: number }
  }
  readonly annotations: Readonly<Record<string, string | number | boolean>>
  readonly aws?: object
  readonly cause?: object
}

/** What was sent: each trace is one document, and a third of them has a second one below it. */
const roots: Raw[] = []
const below: (Raw & { readonly parent_id: string })[] = []
let state = 7
const random = (below: number) => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
  return (state >> 8) % below
}
for (let i = 0; i < count; i++) {
  const trace_id = `1-66000000-${i.toString(16).padStart(24, '0')}`
  const id = (i + 1).toString(16).padStart(16, '0')
  const start_time = begin + random(600_000) / 1000
  const [kind, tenant] = [random(10), random(40)]
  // The planted cause.
  const end_time = Math.round((start_time + 0.02 + random(100_000) / 1e6 + (tenant === 7 ? 0.3 : 0)) * 1e6) / 1e6
  const state =
    kind === 0
      ? { fault: true as const }
      : kind === 1
        ? { error: true as const }
        : kind === 2
          ? { error: true as const, throttle: true as const }
          : {}
  const status = kind === 0 ? 500 : kind === 1 ? 404 : kind === 2 ? 429 : 200
  roots.push({
    ...{ trace_id, id, start_time, end_time, ...state },
    name: ['web', 'mobile'][random(2)] ?? '',
    origin: 'AWS::ECS::Container',
    ...(random(3) === 0 ? {} : { user: `user "${random(5)}"` }),
    ...(random(9) === 0
      ? {}
      : {
          http: {
            request: {
              method: ['GET', 'POST'][random(2)] ?? '',
              url: `http://web/${random(6)}?a=\\"`,
              client_ip: `10.0.0.${random(20)}`,
            },
            response: { status },
          },
        }),
    annotations: {
      tenant: `tenant ${tenant}`,
      ...(random(2) === 0 ? { size: random(4) / 2 } : { vip: random(2) === 0 }),
    },
    aws: { ec2: { instance_id: `i-${random(3)}`, availability_zone: 'us-east-1a' } },
    ...(kind === 0
      ? { cause: { exceptions: [{ id: 'e'.repeat(16), type: 'Broken', message: `it broke ${random(2)}` }] } }
      : {}),
  })
  if (random(3) === 0)
    below.push({
      ...{ trace_id, start_time, end_time: start_time, parent_id: id },
      id: (i + 1).toString(16).padStart(16, 'a'),
      name: 'cart',
      ...(random(2) === 0 ? { user: 'user of cart' } : {}),
      annotations: { tenant: `tenant ${tenant}` },
    })
}
const documents = [...roots, ...below]
const of = (root: Raw) => documents.filter(({ trace_id }) => trace_id === root.trace_id)
const micros = (seconds: number) => Math.round(seconds * 1e6)
const time = ({ start_time, end_time }: Raw) => micros(end_time) - micros(start_time)

/** The figures, the plain way. */
function figures(some: readonly Raw[]): Record<keyof TraceFigures, unknown> {
  const times = some.map(time).sort((a, b) => a - b)
  const at = (share: number) => (times.length === 0 ? null : (times[Math.floor(share * times.length)] ?? 0) / 1e6)
  const how = (state: 'fault' | 'error' | 'throttle') => some.filter((one) => one[state]).length
  return {
    count: some.length,
    ok: some.filter(({ fault, error }) => !fault && !error).length,
    error: how('error'),
    fault: how('fault'),
    throttle: how('throttle'),
    answered: some.length,
    mean: times.length === 0 ? null : expect.closeTo(times.reduce((sum, one) => sum + one, 0) / times.length / 1e6, 9),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: times.length === 0 ? null : (times.at(-1) ?? 0) / 1e6,
  }
}

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  for (let at = 0; at < documents.length; at += 500) {
    const TraceSegmentDocuments = documents.slice(at, at + 500).map((one) => JSON.stringify(one))
    expect(await server.post('/TraceSegments', { TraceSegmentDocuments })).toMatchObject({
      body: { UnprocessedTraceSegments: [] },
    })
  }
  await server.flush()
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

async function ask<Answer>(what: string, question: object): Promise<Answer> {
  const { status, body } = await server.post(`/api/traces/${what}`, question)
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body as Answer
}
const counted = (filter: string) => ask<TraceFigures>('count', { ...window, filter })

const keys: readonly (readonly [string, (root: Raw) => readonly unknown[]])[] = [
  ['url', ({ http }) => [http?.request.url ?? null]],
  ['status', ({ http }) => [http?.response.status ?? null]],
  ['method', ({ http }) => [http?.request.method ?? null]],
  ['clientip', ({ http }) => [http?.request.client_ip ?? null]],
  ['useragent', () => [null]],
  ['user', (root) => of(root).flatMap(({ user }) => user ?? [])],
  ['service', (root) => of(root).map(({ name, origin }) => `${name} ${origin ?? ''}`)],
  ['entrypoint', ({ name, origin }) => [`${name} ${origin}`]],
  [
    'annotation',
    (root) =>
      of(root).flatMap(({ annotations }) =>
        Object.entries(annotations).flatMap(([key, value]) => (value === false ? [] : [key])),
      ),
  ],
  ['annotation[tenant]', (root) => of(root).flatMap(({ annotations }) => annotations.tenant ?? [])],
  ['annotation[size]', ({ annotations }) => [annotations.size ?? null]],
  ['annotation[vip]', ({ annotations }) => [annotations.vip ?? null]],
  ['instance', ({ aws }) => [(aws as { ec2: { instance_id: string } }).ec2.instance_id]],
  ['zone', () => ['us-east-1a']],
  ['arn', () => [null]],
  ['rootcause.fault', ({ fault, name, origin }) => [fault ? `${name} ${origin}` : null]],
  ['rootcause.error', ({ error, name, origin }) => [error ? `${name} ${origin}` : null]],
  [
    'rootcause.fault.message',
    ({ cause }) => [(cause as { exceptions: { message: string }[] } | undefined)?.exceptions[0]?.message ?? null],
  ],
  ['rootcause.error.message', () => [null]],
]

describe('figures of all traces of a set are those of the raw documents', () => {
  test('as a count, with a filter, in a window and of nothing', async () => {
    expect(await ask('count', window)).toEqual(figures(roots))
    expect(await counted('fault')).toEqual(figures(roots.filter(({ fault }) => fault)))
    const half = { start: begin, end: begin + 300 }
    expect(await ask('count', half)).toEqual(figures(roots.filter((one) => one.start_time < begin + 300)))
    expect(await counted('duration > 99')).toEqual(figures([]))
  })

  test.each(keys)('by %s, each value with the filter that finds its traces', async (by, valuesOf) => {
    const { total, distinct, groups } = await ask<TraceGroups>('group-by', { ...window, by, limit: 1000 })
    expect(total).toEqual(figures(roots))
    const expected = new Map<unknown, Raw[]>()
    for (const root of roots) {
      const values = new Set(valuesOf(root))
      if (values.size === 0) values.add(null)
      for (const value of values) expected.set(value, [...(expected.get(value) ?? []), root])
    }
    expect(distinct).toBe(expected.size)
    const shown = ({ value, type }: TraceGroups['groups'][number]) => (type === undefined ? value : `${value} ${type}`)
    expect(new Set(groups.map(shown))).toEqual(new Set(expected.keys()))
    for (const group of groups) {
      const some = expected.get(shown(group)) ?? []
      expect(group).toMatchObject({ ...figures(some), share: some.length / count })
    }
    for (const { filter, count } of groups.slice(0, 3))
      if (filter !== null) expect((await counted(filter)).count).toBe(count)
    const absent = groups.find(({ value }) => value === null)
    if (absent?.filter) expect((await counted(absent.filter)).count).toBe(absent.count)
  })

  test('in the order that is asked for, and of values that contain a text', async () => {
    const by = 'annotation[size]'
    const values = async (question: object) =>
      (await ask<TraceGroups>('group-by', { ...window, by, ...question })).groups.map(({ value }) => value)
    expect(await values({ order: 'value', direction: 'asc' })).toEqual([0, 0.5, 1, 1.5, null])
    expect(await values({ order: 'value' })).toEqual([1.5, 1, 0.5, 0, null])
    expect(await values({ order: 'value', direction: 'asc', contains: '.5' })).toEqual([0.5, 1.5])
    expect(await values({ by: 'annotation[vip]', contains: 'TRU' })).toEqual([true])
    for (const order of ['count', 'mean', 'p95', 'ok', 'error', 'fault', 'throttle'] as const)
      for (const direction of ['asc', 'desc']) {
        const { groups } = await ask<TraceGroups>('group-by', { ...window, by: 'annotation[tenant]', order, direction })
        const figure = groups.map((group) => group[order] ?? -1)
        expect(figure).toEqual(figure.toSorted((a, b) => (direction === 'asc' ? a - b : b - a)))
      }
    const found = await ask<TraceGroups>('group-by', { ...window, by: 'url', contains: 'WEB/3', limit: 5 })
    expect(found).toMatchObject({ distinct: 1, total: { count }, groups: [{ value: 'http://web/3?a=\\"' }] })
  })

  test('as histograms, of which each bar finds its traces', async () => {
    const { equal, log, figures: all } = await ask<TraceHistogramReport>('histogram', window)
    expect(all).toEqual(figures(roots))
    expect(equal).toHaveLength(25)
    for (const bins of [equal, log]) {
      expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(count)
      for (const { from, to, count: inBin } of bins)
        expect(
          roots.filter((one) => time(one) >= micros(from) && (to === null || time(one) < micros(to))),
        ).toHaveLength(inBin)
      for (const bin of bins.slice(2, 4)) expect((await counted(bin.filter)).count).toBe(bin.count)
    }
  })

  test('over time', async () => {
    const { period, periods } = await ask<TraceActivity>('activity', { ...window, period: 60 })
    expect(period).toBe(60)
    for (const { start, states, ...found } of periods) {
      const some = roots.filter(
        (one) => micros(one.start_time) >= micros(start) && micros(one.start_time) < micros(start + 60),
      )
      expect(found).toEqual(figures(some))
      const fault = some.filter((one) => one.fault).length
      const throttle = some.filter((one) => one.throttle && !one.fault).length
      const error = some.filter((one) => one.error && !one.throttle).length
      expect(states).toEqual({ fault, throttle, error, ok: some.length - fault - throttle - error, rest: 0 })
    }
    expect(periods).toHaveLength(10)
    expect(await ask('activity', window)).toMatchObject({ period: 10 })
  })
})

describe('a list', () => {
  const value: Record<string, (root: Raw) => number> = {
    start: ({ start_time }) => micros(start_time),
    responsetime: time,
    duration: time,
    status: ({ http }) => http?.response.status ?? -1,
    segments: (root) => of(root).length,
  }

  test.each(Object.keys(value))('ordered by %s either way gives every trace once, by pages', async (order) => {
    for (const direction of ['asc', 'desc']) {
      const ids: string[] = []
      let after: string | null = null
      do {
        const page: TraceList = await ask('list', {
          ...window,
          order,
          direction,
          limit: 500,
          ...(after !== null && { after }),
        })
        ids.push(...page.traces.map(({ id }) => id))
        after = page.after
      } while (after !== null)
      expect(new Set(ids).size).toBe(count)
      expect(ids).toHaveLength(count)
      const byId = new Map(roots.map((root) => [root.trace_id, root]))
      const values = ids.map((id) => value[order]?.(byId.get(id) as Raw) ?? 0)
      expect(values).toEqual([...values].sort((a, b) => (direction === 'asc' ? a - b : b - a)))
    }
  })

  test('has what a row shows', async () => {
    const { traces } = await ask<TraceList>('list', {
      ...window,
      filter: 'service("cart") AND http.url AND user',
      order: 'start',
      direction: 'asc',
      limit: 1,
    })
    const root = roots.find(({ trace_id }) => trace_id === traces[0]?.id)
    if (root === undefined) throw new Error('no trace')
    expect(traces[0]).toEqual({
      id: root.trace_id,
      start: root.start_time,
      duration: time(root) / 1e6,
      responseTime: time(root) / 1e6,
      ...{
        ok: !root.fault && !root.error,
        error: root.error ?? false,
        fault: root.fault ?? false,
        throttle: root.throttle ?? false,
        partial: false,
      },
      ...{
        method: root.http?.request.method,
        url: root.http?.request.url,
        clientIp: root.http?.request.client_ip,
        status: root.http?.response.status,
      },
      users: [...new Set(of(root).flatMap(({ user }) => user ?? []))],
      entryPoint: { name: root.name, type: root.origin },
      segments: 2,
      annotations: 3,
      annotated: Object.entries(root.annotations).map(([key, value]) => ({ key, value })),
      revision: 2,
    })
  })
})

test('the most frequent values that contain a text are found for completion', async () => {
  const { values } = await ask<{ values: { value: string; count: number }[] }>('values', {
    ...window,
    by: 'annotation[tenant]',
    contains: 'TENANT 1',
    limit: 3,
  })
  expect(values).toHaveLength(3)
  for (const { value, count: found } of values) {
    expect(value).toMatch(/^tenant 1/)
    expect(roots.filter(({ annotations }) => annotations.tenant === value)).toHaveLength(found)
  }
})

describe('two sets', () => {
  test('are told apart first by the cause of the slow ones', async () => {
    const compared = await ask<TraceComparison>('compare', {
      a: { ...window, filter: 'responsetime > 0.25' },
      b: { ...window, filter: 'responsetime <= 0.25' },
    })
    const slow = roots.filter((one) => time(one) > 250_000)
    expect(compared.a).toEqual(figures(slow))
    expect(compared.b.count).toBe(count - slow.length)
    expect(compared.values[0]).toMatchObject({
      key: 'annotation[tenant]',
      value: 'tenant 7',
      a: slow.length,
      b: 0,
      shareOfA: 1,
      shareOfB: 0,
      difference: 1,
      significant: true,
      filter: 'annotation["tenant"] = "tenant 7"',
    })
    expect(compared.values[0]?.low).toBeGreaterThan(1)
    const sum = (of: 'a' | 'b') => compared.histogram.reduce((all, bin) => all + bin[of], 0)
    expect([sum('a'), sum('b')]).toEqual([slow.length, count - slow.length])
    for (const { value, type, key, a } of compared.values) {
      const valuesOf = keys.find(([name]) => name === key)?.[1]
      if (valuesOf === undefined) continue
      const shown = type === undefined ? value : `${value} ${type}`
      expect([
        key,
        shown,
        slow.filter((one) => (valuesOf(one).length === 0 ? [null] : valuesOf(one)).includes(shown)).length,
      ]).toEqual([key, shown, a])
    }
  })

  test('of which nothing tells one from the other are called alike', async () => {
    const { values, compared } = await ask<TraceComparison>('compare', {
      a: { start: begin, end: begin + 300 },
      b: { start: begin + 300, end: begin + 600 },
      limit: 5,
      by: ['url', 'annotation', 'user'],
    })
    expect(compared).toBeGreaterThan(50)
    expect(values.filter(({ significant }) => significant)).toEqual([])
    expect(values.length).toBeLessThanOrEqual(15)
  })
})

test('values are the texts that were sent, whatever separates, quotes or ends in them', async () => {
  const texts = ['a\u0001b', '\u00012', '', 'a"b\\', '0', 'null', '\\N', 'x\u0000', '💥\u0001']
  const end_time = begin - 5_000
  const TraceSegmentDocuments = texts.map((text, i) => {
    const number = (i + 9_000).toString(16)
    const table = { name: 'DynamoDB', namespace: 'aws', aws: { table_name: text } }
    return JSON.stringify({
      ...{
        trace_id: `1-66000000-${number.padStart(24, '0')}`,
        id: number.padStart(16, '0'),
        start_time: end_time - 1,
        end_time,
      },
      ...{
        name: 'web',
        origin: text,
        user: text,
        http: { request: { url: text } },
        annotations: { text, key: i, sign: '@' },
      },
      ...{ fault: true, cause: { exceptions: [{ id: 'e'.repeat(16), type: text, message: text }] } },
      subsegments: [{ id: number.padStart(16, 'b'), start_time: end_time - 1, end_time, ...table }],
    }).replace('"@"', i % 2 === 0 ? '0' : '-0')
  })
  await server.post('/TraceSegments', { TraceSegmentDocuments })
  await server.flush()
  const there = { start: end_time - 2, end: end_time }
  for (const by of ['url', 'user', 'annotation[text]', 'rootcause.fault.message']) {
    const { groups } = await ask<TraceGroups>('group-by', { ...there, by })
    expect([by, groups.map(({ value }) => value).sort()]).toEqual([by, texts.toSorted()])
    for (const { filter } of groups) expect(await ask('count', { ...there, filter })).toMatchObject({ count: 1 })
  }
  const { groups } = await ask<TraceGroups>('group-by', { ...there, by: 'service' })
  const web = groups.filter(({ value }) => value === 'web')
  expect(web.map(({ type }) => type).sort()).toEqual(texts.toSorted())
  const tables = groups.filter(({ type }) => type === 'AWS::DynamoDB::Table')
  expect(tables.map(({ value }) => value).sort()).toEqual(texts.filter((text) => text !== '').toSorted())
  // Of a service its name, not its type.
  const values = async (by: string, contains: string) =>
    (await ask<TraceValues>('values', { ...there, by, contains })).values.map(({ value }) => value)
  expect(await values('service', 'DynamoDB')).toEqual(['DynamoDB'])
  expect(await values('annotation[key]', '1')).toEqual([1])
  expect(await values('annotation[sign]', '')).toEqual([0])
})

test.each([
  ['count', { start: 2, end: 1 }, 'must be later than'],
  ['count', { end: 1 }, 'start is required'],
  ['count', { ...window, filter: 'responsetime >' }, 'FilterExpression cannot be read. At position'],
  ['count', { ...window, group: 'nobody' }, 'There is no group "nobody"'],
  ['list', { ...window, order: 'colour' }, 'it must be one of start, responsetime, duration, status, segments'],
  ['list', { ...window, annotations: Array(101).fill('a') }, 'annotations is 101 keys; it must be between 0 and 100'],
  ['group-by', { ...window, by: 'url', order: 'colour' }, 'it must be one of count, mean, p95'],
  ['list', { ...window, limit: 0 }, 'limit is 0; it must be between 1 and 1000'],
  ['list', { ...window, after: 'WzEsMiwzXQ' }, 'after is not of this question'],
  ['group-by', { ...window, by: 'colour' }, 'it must be one of url, status'],
  ['activity', { ...window, period: 0.1 }, 'period is 0.1; it must be between 1'],
  ['compare', { a: window }, 'b is required'],
  ['compare', { a: window, b: window, most: 10 }, 'most is 10; it must be between 1000'],
])('%s with %o is refused: %s', async (what, question, words) => {
  expect(await server.post(`/api/traces/${what}`, question)).toMatchObject({
    status: 400,
    body: { Message: expect.stringContaining(words) },
  })
})

test('the questions of the reference are answered as it says', async () => {
  const text = await readFile(new URL('../../../docs/reference/analytics.md', import.meta.url), 'utf8')
  const examples = [...text.matchAll(/^`POST \/api\/traces\/([a-z-]+)`\n\n```json\n([\s\S]*?)```/gm)]
  expect(examples.map(([, what]) => what)).toEqual([
    'count',
    'list',
    'group-by',
    'histogram',
    'activity',
    'values',
    'compare',
  ])
  for (const [, what = '', question = ''] of examples) await ask(what, JSON.parse(question))
  const [, answer = ''] = /answers\n\n```json\n([\s\S]*?)```/.exec(text) ?? []
  expect(Object.keys(JSON.parse(answer))).toEqual(Object.keys(figures([])))
})
