import { keywords, type Scope } from '@roentgen/filter'
import type { Micros, TraceSummary } from '@roentgen/trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { elementOf } from './filter-sql/elements.ts'
import { trace } from './fixtures/documents.ts'
import { startTestEngine, type TestEngine } from './fixtures/engine.ts'
import { SummaryRows } from './insert-summaries.ts'
import { causeKindSql, type KeywordColumn, keywordColumns, rootCauseColumns } from './keyword-columns.ts'
import type { Store } from './store.ts'

const account = '000000000000'
const state = { ok: false, error: true, throttle: false, fault: true, partial: false, inferred: false }
const request = { method: 'GET', url: 'http://shop/', userAgent: 'curl', clientIp: '10.0.0.1', status: 503 }
const start = 1_732_000_000_000_000 as Micros

/** Two services, one call, one annotation of each kind, one root cause: every keyword has something to say. */
const summary: TraceSummary = {
  traceId: trace(1),
  revision: 3,
  ...state,
  partial: true,
  inferred: true,
  start,
  end: (start + 900) as Micros,
  duration: 900 as Micros,
  responseTime: 700 as Micros,
  limitExceeded: false,
  root: 0,
  http: request,
  segments: [
    {
      ...state,
      entity: { name: 'shop', type: 'AWS::EC2::Instance', account },
      root: true,
      start,
      duration: 700 as Micros,
      http: request,
      user: 'alice',
      instanceId: 'i-1',
      availabilityZone: 'us-east-1a',
      resourceArn: undefined,
    },
    {
      ...state,
      entity: { name: 'cart', type: 'remote', account },
      ok: true,
      error: false,
      fault: false,
      partial: true,
      inferred: true,
      root: false,
      start,
      duration: undefined,
      http: undefined,
      user: undefined,
      instanceId: undefined,
      availabilityZone: undefined,
      resourceArn: 'arn:cart',
    },
  ],
  edges: [
    { ...state, from: -1, to: 0, type: '', start, duration: 700 as Micros, http: request },
    {
      ...state,
      from: 0,
      to: 1,
      type: '',
      throttle: true,
      start,
      duration: 300 as Micros,
      http: { ...request, status: 429 },
    },
  ],
  annotations: [
    { segment: 0, key: 'tier', value: 'gold' },
    { segment: 1, key: 'items', value: 7 },
  ],
  rootCauses: [
    {
      kind: 'fault',
      clientImpacting: true,
      services: [
        {
          entity: { name: 'shop', type: 'AWS::EC2::Instance', account },
          inferred: false,
          path: [{ name: 'shop', remote: false, exceptions: [], coverage: undefined }],
        },
        {
          entity: { name: 'cart', type: 'remote', account },
          inferred: true,
          path: [
            { name: 'cart', remote: true, exceptions: [{ name: 'Timeout', message: 'too slow' }], coverage: 0.75 },
          ],
        },
      ],
    },
  ],
}

/** The table of filters.md section 3, and what each keyword says of the trace above. Lists: one value an element. */
const expected: [keyword: string, scope: Scope, value: unknown][] = [
  ['ok', 'trace', false],
  ['ok', 'service', [false, true]],
  ['ok', 'edge', [false, false]],
  ['error', 'trace', true],
  ['error', 'service', [true, false]],
  ['error', 'edge', [true, true]],
  ['throttle', 'trace', false],
  ['throttle', 'service', [false, false]],
  ['throttle', 'edge', [false, true]],
  ['fault', 'trace', true],
  ['fault', 'service', [true, false]],
  ['fault', 'edge', [true, true]],
  ['partial', 'trace', true],
  ['partial', 'service', [false, true]],
  ['inferred', 'trace', true],
  ['inferred', 'service', [false, true]],
  ['inferred', 'cause service', [false, true]],
  ['root', 'service', [true, false]],
  ['first', 'cause service', [true, false]],
  ['first', 'cause entity', [true, false]],
  ['first', 'cause exception', [true]],
  ['last', 'cause service', [false, true]],
  ['last', 'cause entity', [false, true]],
  ['last', 'cause exception', [true]],
  ['index', 'cause service', [0, 1]],
  ['index', 'cause entity', [0, 1]],
  ['index', 'cause exception', [0]],
  ['remote', 'cause entity', [false, true]],
  ['coverage', 'cause entity', [null, 0.75]],
  ['message', 'cause exception', ['too slow']],
  ['responsetime', 'trace', 700],
  ['responsetime', 'service', [700, null]],
  ['responsetime', 'edge', [700, 300]],
  ['duration', 'trace', 900],
  ['duration', 'service', [700, null]],
  ['duration', 'edge', [700, 300]],
  ['http.status', 'trace', 503],
  ['http.status', 'service', [503, null]],
  ['http.status', 'edge', [503, 429]],
  ['http.url', 'trace', 'http://shop/'],
  ['http.url', 'service', ['http://shop/', null]],
  ['http.url', 'edge', ['http://shop/', 'http://shop/']],
  ['http.method', 'trace', 'GET'],
  ['http.method', 'service', ['GET', null]],
  ['http.method', 'edge', ['GET', 'GET']],
  ['http.useragent', 'trace', 'curl'],
  ['http.useragent', 'service', ['curl', null]],
  ['http.useragent', 'edge', ['curl', 'curl']],
  ['http.clientip', 'trace', '10.0.0.1'],
  ['http.clientip', 'service', ['10.0.0.1', null]],
  ['http.clientip', 'edge', ['10.0.0.1', '10.0.0.1']],
  ['user', 'trace', ['alice', null]],
  ['user', 'service', ['alice', null]],
  ['name', 'service', ['shop', 'cart']],
  ['name', 'cause service', ['shop', 'cart']],
  ['name', 'cause entity', ['shop', 'cart']],
  ['name', 'cause exception', ['Timeout']],
  ['type', 'service', ['AWS::EC2::Instance', 'remote']],
  ['type', 'cause service', ['AWS::EC2::Instance', 'remote']],
  ['availabilityzone', 'trace', ['us-east-1a', null]],
  ['availabilityzone', 'service', ['us-east-1a', null]],
  ['instance.id', 'trace', ['i-1', null]],
  ['instance.id', 'service', ['i-1', null]],
  ['resource.arn', 'trace', [null, 'arn:cart']],
  ['resource.arn', 'service', [null, 'arn:cart']],
  ['account.id', 'trace', [account, account]],
  ['account.id', 'service', [account, account]],
]

describe('the columns behind the filter language', () => {
  let engine: TestEngine
  let store: Store

  beforeAll(async () => {
    engine = await startTestEngine()
    store = await engine.openStore()
    const rows = new SummaryRows()
    rows.add(start, summary)
    await rows.insert(store.connection)
  })
  afterAll(async () => {
    await store.close()
    await engine[Symbol.asyncDispose]()
  })

  async function ask(sql: string): Promise<unknown> {
    const [row] = await store.connection.rows('ask', { sql: `select ${sql} from summaries final` })
    return row?.[0]
  }

  function selected({ columns, sql, many }: KeywordColumn, scope: Scope): string {
    if (scope === 'trace') return many ? `arrayMap(x -> x, ${sql})` : sql
    return `arrayMap((${columns.map(elementOf).join(', ')}) -> ${sql}, ${columns.join(', ')})`
  }

  test.each(expected)('answer %s in scope %s', async (keyword, scope, value) => {
    const known = keywordColumns[keyword]?.[scope]
    if (known === undefined) throw new Error(`${keyword} has no column in scope ${scope}`)
    const answer = await ask(selected(known, scope))
    const asBools = (cell: unknown) => (known.type === 'bool' ? Boolean(cell) : cell)
    expect(Array.isArray(answer) ? answer.map(asBools) : asBools(answer)).toEqual(value)
  })

  test('have no keyword or scope that is not tested here, annotations aside', () => {
    const known = Object.entries(keywordColumns).flatMap(([keyword, scopes]) =>
      Object.keys(scopes).map((scope) => `${keyword} in ${scope}`),
    )
    const tested = expected.map(([keyword, scope]) => `${keyword} in ${scope}`)
    const annotations = known.filter((line) => line.includes('annotation'))
    expect([...known].sort()).toEqual([...tested, ...annotations].sort())
    expect(annotations).toHaveLength(4)
  })

  test('are those of the language: every keyword in every scope, and of its type', () => {
    const types = { boolean: 'bool', seconds: 'µs', number: 'number', text: 'string' }
    const ofLanguage = Object.entries(keywords).flatMap(([keyword, { type, scopes }]) =>
      scopes.map((scope) => `${keyword} in ${scope}: ${types[type]}`),
    )
    const ofColumns = Object.entries(keywordColumns).flatMap(([keyword, scopes]) =>
      Object.entries(scopes).map(([scope, { type }]) => `${keyword} in ${scope}: ${type}`),
    )
    expect(ofColumns.filter((line) => !line.includes('annotation')).sort()).toEqual(ofLanguage.sort())
  })

  const annotations: [where: string, sql: string, matches: boolean][] = [
    [
      'annotation[tier] = "gold"',
      `arrayExists((k, kind, t) -> k = 'tier' and kind = 'text' and t = 'gold', annotation.key, annotation.kind, annotation.text)`,
      true,
    ],
    [
      'annotation[items] > 6',
      `arrayExists((k, kind, n) -> k = 'items' and kind = 'number' and n > 6, annotation.key, annotation.kind, annotation.number)`,
      true,
    ],
    [
      'annotation[tier] > 6',
      `arrayExists((k, kind, n) -> k = 'tier' and kind = 'number' and n > 6, annotation.key, annotation.kind, annotation.number)`,
      false,
    ],
    [
      'service("cart") { annotation[items] }',
      `arrayExists((name, i) -> name = 'cart' and arrayExists((s, k) -> s = i - 1 and k = 'items', annotation.segment, annotation.key), segment.name, arrayEnumerate(segment.name))`,
      true,
    ],
    [
      'service("shop") { annotation[items] }',
      `arrayExists((name, i) -> name = 'shop' and arrayExists((s, k) -> s = i - 1 and k = 'items', annotation.segment, annotation.key), segment.name, arrayEnumerate(segment.name))`,
      false,
    ],
    [
      'edge { source.annotation[tier] }',
      `arrayExists(f -> arrayExists((s, k) -> s = f and k = 'tier', annotation.segment, annotation.key), edge.from)`,
      true,
    ],
    [
      'edge { destination.annotation[items] }',
      `arrayExists(t -> arrayExists((s, k) -> s = t and k = 'items', annotation.segment, annotation.key), edge.to)`,
      true,
    ],
    [
      'edge("shop", "cart") { throttle }',
      `arrayExists((f, t, flags) -> f >= 0 and segment.name[f + 1] = 'shop' and segment.name[t + 1] = 'cart' and bitAnd(flags, 4) != 0, edge.from, edge.to, edge.flags)`,
      true,
    ],
    [
      'rootcause.fault.entity { remote last }',
      `arrayExists(its_flags -> ${causeKindSql('fault')} and bitAnd(its_flags, 16) != 0 and bitAnd(its_flags, 8) != 0, cause_entity.flags)`,
      true,
    ],
    [
      'rootcause.error.entity { last }',
      `arrayExists(its_flags -> ${causeKindSql('error')} and bitAnd(its_flags, 8) != 0, cause_entity.flags)`,
      false,
    ],
  ]
  test.each(annotations)('answer %s from one row', async (_, sql, matches) => {
    expect(Boolean(await ask(sql))).toBe(matches)
  })

  test('hold root causes whole', async () => {
    expect(await ask(`tuple(${rootCauseColumns.join(', ')})`)).toBeDefined()
  })
})
