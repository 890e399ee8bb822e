/**
 * What the store needs of its engine, with the unmodified client: the same on the embedded engine and, where
 * CLICKHOUSE_URL is set, on that server.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import {
  type ClickHouseClient,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
  TupleParam,
} from '@clickhouse/client'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEngine } from './index.ts'

interface Home {
  readonly url: string
  readonly username?: string
  readonly password?: string
  /** The embedded engine's directory. */
  readonly dataDir?: string
  readonly end: () => Promise<void>
}

async function embedded(): Promise<Home> {
  const dataDir = await mkdtemp(join(tmpdir(), 'roentgen-engine-'))
  const engine = await startEngine({ dataDir })
  const end = async () => {
    await engine.close()
    await rm(dataDir, { recursive: true })
  }
  return { url: engine.url, username: engine.username, password: engine.password, dataDir, end }
}

const serverUrl = process.env.CLICKHOUSE_URL
const homes = [
  { name: 'embedded engine', open: embedded },
  ...(serverUrl === undefined
    ? []
    : [{ name: 'server', open: async (): Promise<Home> => ({ url: serverUrl, end: async () => {} }) }]),
]

describe.each(homes)('the $name', ({ open }) => {
  const database = `contract_${randomBytes(4).toString('hex')}`
  let home: Home
  let client: ClickHouseClient

  beforeAll(async () => {
    home = await open()
    const { url, username, password } = home
    const access = { url, username, password, log: { level: ClickHouseLogLevel.OFF } }
    const first = createClient(access)
    await first.command({ query: `create database ${database}` })
    await first.close()
    client = createClient({ ...access, database, compression: { request: true, response: true } })
  })

  afterAll(async () => {
    await client.command({ query: `drop database if exists ${database}` })
    await client.close()
    await home.end()
  })

  async function rows(query: string, parameters: Record<string, unknown> = {}): Promise<unknown[]> {
    const answer = await client.query({ query, query_params: parameters, format: 'JSONEachRow' })
    return answer.json()
  }

  async function table(columns: string): Promise<string> {
    const name = `t_${randomBytes(4).toString('hex')}`
    await client.command({ query: `create table ${name} (${columns}) engine = MergeTree order by tuple()` })
    return name
  }

  const bytes = (...chunks: (Buffer | string)[]) =>
    Readable.from(
      chunks.map((chunk) => Buffer.from(chunk)),
      { objectMode: false },
    )

  test('answers pings of both kinds', async () => {
    expect(await client.ping()).toEqual({ success: true })
    expect(await client.ping({ select: true })).toEqual({ success: true })
  })

  test('answers in the formats asked for', async () => {
    const query = 'select number as n from numbers(3)'
    expect(await (await client.query({ query, format: 'JSONCompactEachRow' })).json()).toEqual(
      [['0'], ['1'], ['2']].map((row) => row.map((n) => expect.toSatisfy((given: unknown) => String(given) === n))),
    )
    expect(await (await client.query({ query, format: 'TabSeparated' })).text()).toBe('0\n1\n2\n')
    expect(await (await client.query({ query, format: 'JSON' })).json()).toMatchObject({ rows: 3 })
  })

  test('counts days in UTC', async () => {
    expect(await rows('select timezone() as zone, toString(toDate(toDateTime(86399))) as day')).toEqual([
      { zone: 'UTC', day: '1970-01-01' },
    ])
  })

  test('streams a long answer', async () => {
    const answer = await client.query({
      query: "select number, repeat('x', 100) as x from numbers(50000)",
      format: 'JSONEachRow',
    })
    let count = 0
    for await (const chunk of answer.stream()) count += chunk.length
    expect(count).toBe(50_000)
  })

  test('gives the query id back', async () => {
    const answer = await client.query({ query: 'select 1', query_id: 'my-id' })
    await answer.text()
    expect(answer.response_headers['x-clickhouse-query-id']).toBe('my-id')
  })

  test.each([
    { query: 'select * from absent', code: '60', type: 'UNKNOWN_TABLE' },
    { query: 'selec 1 from', code: '62', type: 'SYNTAX_ERROR' },
    { query: 'select throwIf(1)', code: '395', type: 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO' },
    { query: 'select 1; select 2', code: '62', type: 'SYNTAX_ERROR' },
    { query: 'select {absent:String}', code: '456', type: 'UNKNOWN_QUERY_PARAMETER' },
  ])('names the fault of $query', async ({ query, code, type }) => {
    await expect(rows(query)).rejects.toMatchObject({ code, type })
  })

  test('names a setting and a database that do not exist, and forgets them', async () => {
    const query = 'select 1 as x'
    await expect(
      client.query({ query, clickhouse_settings: { nonsense: 1 } satisfies ClickHouseSettings }),
    ).rejects.toMatchObject({
      code: '115',
    })
    const { url, username, password } = home
    const lost = createClient({ url, username, password, database: 'absent', log: { level: ClickHouseLogLevel.OFF } })
    await expect(lost.query({ query: 'select 1' })).rejects.toMatchObject({ code: '81' })
    await lost.close()
    expect(await rows(query)).toEqual([{ x: 1 }])
  })

  test("a query's settings hold for that query alone", async () => {
    const query = "select getSetting('max_block_size') as size"
    const size = async (settings: ClickHouseSettings) =>
      (await client.query({ query, format: 'JSONEachRow', clickhouse_settings: settings })).json()
    const before = await size({})
    expect(await size({ max_block_size: '1234' })).toEqual([
      { size: expect.toSatisfy((given: unknown) => String(given) === '1234') },
    ])
    // Each of the lane's sessions is asked.
    expect(await Promise.all([size({}), size({}), size({})])).toEqual([before, before, before])
  })

  test('a statement changes no session', async () => {
    const query = "select getSetting('max_block_size')::UInt32 as size, currentDatabase() as database"
    const before = await rows(query)
    for (let again = 0; again < 3; again += 1) {
      await client.command({ query: 'set max_block_size = 1234' })
      await client.command({ query: 'use system' })
    }
    expect(await Promise.all([rows(query), rows(query), rows(query)])).toEqual([before, before, before])
  })

  test.each([
    {
      settings: { max_execution_time: 0.5, max_rows_to_read: '0' },
      query: 'select count() from system.numbers',
      code: '159',
    },
    {
      settings: { max_rows_to_read: '1000' },
      query: 'select count() from numbers(100000) where number % 2 = 0',
      code: '158',
    },
    {
      settings: { max_memory_usage: '10000000' },
      query: 'select length(groupArray(number)) from numbers(10000000)',
      code: '241',
    },
  ])('ends a question beyond $settings with code $code', async ({ settings, query, code }) => {
    await expect(client.query({ query, clickhouse_settings: settings })).rejects.toMatchObject({ code })
  })

  const hostile = [
    "'",
    '"',
    '`',
    '\\',
    "\\'",
    "'; drop table t; --",
    '\0',
    '\n\n',
    '\r\n\t',
    '{x:String}',
    '$$',
    '/*',
    '--',
    '‘’“”',
    '💥',
    '\\N',
    'NULL',
    '[]',
    '%',
    '\x1b',
    '\\x41',
    '\\n',
  ]

  test.each(hostile)('takes %j as text, alone and nested', async (text) => {
    const parameters = { a: text, b: [text, text], c: { [text]: text }, d: new TupleParam([text, 1]), e: text }
    const query =
      'select {a:String} as a, {b:Array(String)} as b, {c:Map(String, String)} as c, {d:Tuple(String, UInt8)} as d, {e:Nullable(String)} as e'
    expect(await rows(query, parameters)).toEqual([
      { a: text, b: [text, text], c: { [text]: text }, d: [text, 1], e: text },
    ])
  })

  test('takes any text as text', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(text, fc.array(text, { maxLength: 5 }), async (a, b) => {
        expect(await rows('select {a:String} as a, {b:Array(String)} as b', { a, b })).toEqual([{ a, b }])
      }),
      { numRuns: 50 },
    )
  })

  test.each([
    { type: 'UInt64', value: 18446744073709551615n, text: '18446744073709551615' },
    { type: 'Int64', value: -9223372036854775808n, text: '-9223372036854775808' },
    { type: 'Float64', value: 0.1, text: '0.1' },
    { type: 'Bool', value: true, text: 'true' },
    { type: 'Array(Bool)', value: [true, false], text: '[true,false]' },
    { type: 'UUID', value: '0123456789abcdef0123456789abcdef', text: '01234567-89ab-cdef-0123-456789abcdef' },
    {
      type: 'Array(UUID)',
      value: ['01234567-89ab-cdef-0123-456789abcdef'],
      text: "['01234567-89ab-cdef-0123-456789abcdef']",
    },
    { type: 'Nullable(UInt8)', value: null, text: undefined },
    { type: 'Array(Nullable(UInt8))', value: [1, null], text: '[1,NULL]' },
    { type: 'Array(Array(Int64))', value: [[-1], [], [9223372036854775807n]], text: '[[-1],[],[9223372036854775807]]' },
    { type: 'Array(String)', value: [], text: '[]' },
    { type: 'Map(String, Int64)', value: {}, text: '{}' },
    { type: 'LowCardinality(String)', value: 'a', text: 'a' },
    { type: 'FixedString(2)', value: 'ab', text: 'ab' },
    { type: 'IPv6', value: '::1', text: '::1' },
    { type: 'Decimal(10, 2)', value: '1.25', text: '1.25' },
    { type: 'Date', value: '2026-01-31', text: '2026-01-31' },
    { type: "DateTime64(3, 'UTC')", value: new Date(1_700_000_000_123), text: '2023-11-14 22:13:20.123' },
    {
      type: "Array(DateTime64(6, 'UTC'))",
      value: ['2026-01-31 12:00:00.123456'],
      text: "['2026-01-31 12:00:00.123456']",
    },
  ])('a parameter of $type has that type and value', async ({ type, value, text }) => {
    const [row] = await rows(`select toTypeName({a:${type}}) as type, toString({a:${type}}) as text`, { a: value })
    expect(row).toEqual({ type, text: text ?? null })
  })

  test('takes parameters as names, limits and sets', async () => {
    const name = await table('a UInt32')
    await client.insert({ table: name, values: [{ a: 1 }, { a: 2 }, { a: 3 }], format: 'JSONEachRow' })
    const query =
      'select {c:Identifier} as a from {t:Identifier} where a in {s:Array(UInt32)} order by a limit {n:UInt32}'
    expect(await rows(query, { c: 'a', t: name, s: [2, 3, 4], n: 1 })).toEqual([{ a: 2 }])
    const ids = Array.from({ length: 5_000 }, (_, index) => index)
    expect(await rows(`select count()::UInt32 as n from ${name} where a in {s:Array(UInt32)}`, { s: ids })).toEqual([
      { n: 3 },
    ])
  })

  test('takes parameters as a multipart body', async () => {
    const answer = await client.query({
      query: 'select {a:String} as a',
      query_params: { a: "it's\r\n--x" },
      use_multipart_params: true,
      format: 'JSONEachRow',
    })
    expect(await answer.json()).toEqual([{ a: "it's\r\n--x" }])
  })

  const columns =
    "id UUID, n Array(UInt32), lc LowCardinality(Nullable(String)), d String default concat('d', toString(k)), k UInt8 default 7, item Nested(name LowCardinality(String), flags UInt8), m Map(String, Float64), at Int64"
  const full = {
    id: '01234567-89ab-cdef-0123-456789abcdef',
    n: [1, 2],
    lc: 'x',
    d: 'y',
    k: 1,
    'item.name': ['a', 'b'],
    'item.flags': [3, 4],
    m: { k: 1.5 },
    at: '-5',
  }
  const asText = 'select id, n, lc, d, k, item.name, item.flags, m, toString(at) as at from'

  test.each([
    'JSONEachRow',
    'JSONCompactEachRow',
    'JSONCompactEachRowWithNames',
    'TabSeparated',
    'TabSeparatedWithNames',
    'CSV',
    'CSVWithNames',
    'RowBinary',
    'Native',
    'Parquet',
  ])('takes back in %s what it gave', async (format) => {
    const [from, to] = [await table(columns), await table(columns)]
    await client.insert({ table: from, values: [full, { id: full.id }], format: 'JSONEachRow' })
    const given = await client.exec({ query: `select * from ${from} format ${format}` })
    const body = await given.stream.toArray()
    await (await client.exec({ query: `insert into ${to} format ${format}`, values: bytes(...body) })).stream.resume()
    expect(await rows(`${asText} ${to} order by k`)).toEqual([
      full,
      { ...full, n: [], lc: null, d: 'd7', k: 7, 'item.name': [], 'item.flags': [], m: {}, at: '0' },
    ])
  })

  test('takes columns in any order, all but some, and refuses unknown ones', async () => {
    const name = await table(columns)
    const insert = (query: string, body: string) => client.exec({ query, values: bytes(body) })
    await insert(
      `insert into ${name} (k, \`item.name\`, item.flags, id) format TabSeparated`,
      `9\t['a']\t[1]\t${full.id}\n`,
    )
    await client.insert({
      table: name,
      columns: { except: ['d', 'k'] },
      values: [{ id: full.id, at: '1' }],
      format: 'JSONEachRow',
    })
    expect(await rows(`select k, d, item.name as names from ${name} order by k`)).toEqual([
      { k: 7, d: 'd7', names: [] },
      { k: 9, d: 'd9', names: ['a'] },
    ])
    await expect(insert(`insert into ${name} (absent) format CSV`, '1\n')).rejects.toMatchObject({ code: '16' })
  })

  test('takes VALUES and rows that stand in the statement itself', async () => {
    const name = await table('a UInt32, s String')
    await client.command({ query: `insert into ${name} values (1, 'a;b'), (1 + 1, 'it\\'s')` })
    await client.command({ query: `insert into ${name} (s, a) format JSONEachRow\n{"a":3,"s":"x"}\n\n{"a":4,"s":"y"}` })
    await client.command({ query: `insert into ${name} select 5, 'z'` })
    expect(await rows(`select * from ${name} order by a`)).toEqual([
      { a: 1, s: 'a;b' },
      { a: 2, s: "it's" },
      { a: 3, s: 'x' },
      { a: 4, s: 'y' },
      { a: 5, s: 'z' },
    ])
  })

  test('takes an ephemeral column, and fills views from it', async () => {
    const name = await table(
      'checksum String ephemeral, ok UInt8 materialized lower(hex(CRC32(document))) = checksum, trace_id UUID, received Int64, document String',
    )
    await client.command({ query: `create table ${name}_ids (id UUID, first Int64) engine = MergeTree order by id` })
    await client.command({
      query: `create materialized view ${name}_mv to ${name}_ids as select trace_id as id, received as first from ${name}`,
    })
    await client.insert({
      table: name,
      columns: ['checksum', 'trace_id', 'received', 'document'],
      values: bytes(
        '352441c2\t0123456789abcdef0123456789abcdef\t5\tabc\n',
        '00000000\t0123456789abcdef0123456789abcdee\t6\ta\\n\\nb\n',
      ),
      format: 'TabSeparated',
      clickhouse_settings: { log_comment: 'load', async_insert: 1, wait_for_async_insert: 1 },
    })
    expect(await rows(`select ok, document from ${name} order by received`)).toEqual([
      { ok: 1, document: 'abc' },
      { ok: 0, document: 'a\n\nb' },
    ])
    expect(await rows(`select id, toString(first) as first from ${name}_ids order by first`)).toEqual([
      { id: '01234567-89ab-cdef-0123-456789abcdef', first: '5' },
      { id: '01234567-89ab-cdef-0123-456789abcdee', first: '6' },
    ])
  })

  test('keeps blank lines and SQL in data as data', async () => {
    const name = await table('s String')
    const put = async (format: string, body: Buffer | string) =>
      (await client.exec({ query: `insert into ${name} format ${format}`, values: bytes(body) })).stream.resume()
    await put('TabSeparated', `a\n\nb\n`)
    await put('JSONEachRow', `{"s":"c"}\n\n{"s":"drop table ${name}"}`)
    await put('RowBinary', Buffer.from([2, 0x0a, 0x0a, 1, 0x00]))
    expect(await rows(`select hex(s) as s from ${name} order by s`)).toEqual(
      ['', '\0', '\n\n', 'a', 'b', 'c', `drop table ${name}`].map((s) => ({
        s: Buffer.from(s).toString('hex').toUpperCase(),
      })),
    )
    await expect(put('JSONEachRow', `{"s":"c"}\n\nDROP TABLE ${name}`)).rejects.toMatchObject({
      code: expect.any(String),
    })
    expect(await rows(`select count()::UInt8 as n from ${name}`)).toEqual([{ n: 7 }])
  })

  test('takes nothing of a body of which a row cannot be read, and an empty body as no rows', async () => {
    const name = await table('n UInt32')
    const put = (body: string) => client.insert({ table: name, values: bytes(body), format: 'TabSeparated' })
    await expect(put('1\n2\nx\n')).rejects.toMatchObject({ code: '27' })
    await put('')
    expect(await rows(`select count()::UInt8 as n from ${name}`)).toEqual([{ n: 0 }])
  })

  test('knows the columns of a table that was changed', async () => {
    const name = await table('a UInt8')
    await client.insert({ table: name, values: [{ a: 1 }], format: 'JSONEachRow' })
    await client.command({ query: `alter table ${name} add column b UInt8 default a + 1` })
    await client.insert({ table: name, values: [{ a: 2 }, { a: 3, b: 9 }], format: 'JSONEachRow' })
    expect(await rows(`select * from ${name} order by a`)).toEqual([
      { a: 1, b: 2 },
      { a: 2, b: 3 },
      { a: 3, b: 9 },
    ])
  })

  test('takes many bodies at once', async () => {
    const name = await table('n UInt32')
    const insert = (n: number) =>
      client.insert({
        table: name,
        values: [{ n }],
        format: 'JSONEachRow',
        clickhouse_settings: { log_comment: 'load' },
      })
    await Promise.all(Array.from({ length: 20 }, (_, n) => insert(n)))
    expect(await rows(`select count()::UInt8 as n, sum(m.n)::UInt32 as sum from ${name} as m`)).toEqual([
      { n: 20, sum: 190 },
    ])
    if (home.dataDir !== undefined) expect(await readdir(join(home.dataDir, 'spool'))).toEqual([])
  })

  test('a slow question holds up neither a lookup, nor a load, nor another question', async () => {
    const name = await table('n UInt32')
    let isAnswered = false
    const slow = client.query({ query: 'select sleep(2) as slow', format: 'JSONEachRow' }).then(() => {
      isAnswered = true
    })
    await Promise.all([
      client.query({ query: 'select 1', clickhouse_settings: { log_comment: 'lookup' } }),
      client.insert({
        table: name,
        values: [{ n: 1 }],
        format: 'JSONEachRow',
        clickhouse_settings: { log_comment: 'load' },
      }),
      rows('select {n:UInt8} as n', { n: 1 }),
    ])
    expect(isAnswered).toBe(false)
    await slow
  })
})
