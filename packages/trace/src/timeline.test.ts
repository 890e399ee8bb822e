import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyDocuments } from './any-documents.builder.ts'
import { type Draft, httpCall, tableCall } from './document.builder.ts'
import type { JsonObject } from './json.ts'
import { timelineFrom } from './timeline.builder.ts'
import { type Timeline, timelineOf } from './timeline.ts'
import { type Grouping, timelineRows } from './timeline-rows.ts'

function request(method: string, url: string, status?: number): JsonObject {
  return { request: { method, url }, ...(status === undefined ? {} : { response: { status } }) }
}

/** The workshop's picture: GET /cart. */
const cart: readonly Draft[] = [
  {
    id: 'f',
    name: 'Frontend',
    origin: 'AWS::ECS::Container',
    at: [0, 103],
    http: request('GET', 'http://shop.example/cart', 200),
    subsegments: [
      httpCall({
        id: 'f2',
        name: 'catalogservice',
        at: [91, 103],
        http: request('GET', 'http://catalogservice/p?ids=1'),
      }),
      httpCall({ id: 'f1', name: 'cartservice', at: [1, 90], http: request('GET', 'http://cartservice/carts/7') }),
    ],
  },
  {
    id: 'c',
    name: 'cartservice',
    at: [80, 80.6],
    parent: 'f1',
    http: request('GET', 'http://cartservice/carts/7', 200),
  },
  {
    id: 'd',
    name: 'catalogservice',
    at: [92, 100],
    parent: 'f2',
    subsegments: [
      tableCall({
        id: 'd1',
        at: [92.3, 99.7],
        http: { response: { status: 400 } },
        error: true,
        fault: true,
        throttle: true,
      }),
    ],
  },
]

function drawn(timeline: Timeline, grouping: Grouping): string[] {
  return timelineRows(timeline, grouping).map(
    ({ span, depth }) => `${'  '.repeat(depth)}${span.name} [${span.state}] ${span.label}`,
  )
}

test('the workshop’s GET /cart is a group for each segment, in the order of the calls', () => {
  expect(drawn(timelineFrom(cart), 'segments')).toEqual([
    'Frontend [ok] GET shop.example/cart',
    '  cartservice [ok] Remote: GET cartservice/carts/7',
    '  catalogservice [ok] Remote: GET catalogservice/p?ids=1',
    'cartservice [ok] GET cartservice/carts/7',
    'catalogservice [ok] ',
    '  DynamoDB [fault] GetItem: Products',
    'DynamoDB [throttle] GetItem: Products',
  ])
})

test('hung on the calls, each segment stands below the call that it answers', () => {
  expect(drawn(timelineFrom(cart), 'calls').map((line) => line.replace(/ \[.*/, ''))).toEqual([
    'Frontend',
    '  cartservice',
    '    cartservice',
    '  catalogservice',
    '    catalogservice',
    '      DynamoDB',
    '        DynamoDB',
  ])
})

describe('a row says what was asked of whom', () => {
  test.each<[string, JsonObject, string]>([
    ['a served request', { http: request('POST', 'https://shop.example/cart?a=b') }, 'POST shop.example/cart?a=b'],
    ['a request without a method', { http: request('', 'http://x/y') }, 'x/y'],
    [
      'a queue',
      {
        type: 'subsegment',
        namespace: 'aws',
        name: 'SQS',
        aws: { operation: 'SendMessage', queue_url: 'http://q/1/orders' },
      },
      'SendMessage: orders',
    ],
    [
      'a bucket',
      { type: 'subsegment', namespace: 'aws', name: 'S3', aws: { operation: 'GetObject', bucket_name: 'pictures' } },
      'GetObject: pictures',
    ],
    [
      'a service without resource',
      { type: 'subsegment', namespace: 'aws', name: 'KMS', aws: { operation: 'Sign' } },
      'Sign',
    ],
    ['a query', { type: 'subsegment', sql: { sanitized_query: 'select *\n  from cart' } }, 'select * from cart'],
    [
      'a database without its query',
      { type: 'subsegment', sql: { url: 'jdbc:postgresql://db/cart' } },
      'jdbc:postgresql://db/cart',
    ],
    ['local work', { type: 'subsegment', name: 'render' }, ''],
    ['fields of the wrong kind', { aws: { operation: 3 }, http: { request: { method: [], url: {} } } }, ''],
  ])('%s', (_, fields, label) => {
    expect(timelineOf([{ id: 'a', name: 'a', start_time: 1, ...fields }]).spans[0]?.label).toBe(label)
  })

  test('in 250 units at most', () => {
    const [span] = timelineOf([{ id: 'a', http: request('GET', `http://x/${'y'.repeat(10_000)}`) }]).spans
    expect(span?.label).toHaveLength(250)
  })
})

describe('a row’s state', () => {
  test.each<[string, JsonObject, string]>([
    ['a fault before a throttle', { fault: true, throttle: true, error: true }, 'fault'],
    ['a throttle before an error', { throttle: true, error: true }, 'throttle'],
    ['an error', { error: true }, 'error'],
    ['from the status where no flag was sent', { http: { response: { status: 502 } } }, 'fault'],
    ['a failure before it ended', { error: true, in_progress: true }, 'error'],
    ['in progress by its flag, whatever its end', { in_progress: true, end_time: 3 }, 'in progress'],
    ['in progress without an end', {}, 'in progress'],
    ['ok', { end_time: 3 }, 'ok'],
  ])('%s', (_, fields, state) => {
    expect(timelineOf([{ id: 'a', start_time: 1, ...fields }]).spans[0]?.state).toBe(state)
  })
})

test('the entry is the earliest segment that names no parent, before an earlier one whose parent is missing', () => {
  const { entry } = timelineFrom([
    { id: 'a1', at: [5, 9] },
    { id: 'b1', at: [0, 9], parent: 'ff' },
  ])
  expect(entry?.name).toBe('service-a1')
})

function nestedTo(depth: number): JsonObject {
  let document: JsonObject = { id: 'innermost' }
  for (let level = depth; level > 0; level--) document = { id: `n${level}`, subsegments: [document] }
  return document
}

describe('a timeline is total', () => {
  test.each<[string, readonly JsonObject[], number]>([
    ['no documents', [], 0],
    ['an empty document', [{}], 1],
    ['a segment that is its own parent', [{ id: 'a', parent_id: 'a' }], 1],
    [
      'a ring of parents',
      [
        { id: 'a', parent_id: 'b' },
        { id: 'b', parent_id: 'a' },
      ],
      2,
    ],
    [
      'what hangs on a ring',
      [
        { id: 'x', parent_id: 'a' },
        { id: 'a', parent_id: 'b' },
        { id: 'b', parent_id: 'a' },
      ],
      3,
    ],
    ['a parent that never came', [{ id: 'a', parent_id: 'gone' }], 1],
    ['two documents of one id', [{ id: 'a' }, { id: 'a' }], 2],
    ['subsegments nested deeper than a stack', [nestedTo(20_000)], 20_001],
    [
      'more rows than a call may have arguments',
      [{ id: 'a', subsegments: Array.from({ length: 130_000 }, (_, at) => ({ id: `a${at}` })) }],
      130_001,
    ],
    ['fields of the wrong kind', [{ id: 1, name: [], start_time: 'x', http: 3, subsegments: 'y' }], 1],
  ])('%s', (_, documents, count) => {
    const timeline = timelineOf(documents)
    expect(timeline.spans).toHaveLength(count)
    for (const grouping of ['segments', 'calls'] as const) expect(timelineRows(timeline, grouping)).toHaveLength(count)
  })

  test('a ring is cut at its earliest segment, and what hangs on it stays', () => {
    const documents = [
      { id: 'x', name: 'x', parent_id: 'b', start_time: 1, end_time: 9 },
      { id: 'a', name: 'a', parent_id: 'b', start_time: 3, end_time: 9 },
      { id: 'b', name: 'b', parent_id: 'a', start_time: 2, end_time: 9 },
    ]
    const drawnLines = timelineRows(timelineOf(documents, { correctsClocks: false }), 'calls').map(
      ({ depth, span }) => `${depth}${span.name}`,
    )
    expect(drawnLines).toEqual(['0b', '1x', '1a'])
  })

  test('whatever the documents, every one is one row, and rows know what hangs on them', () => {
    fc.assert(
      fc.property(anyDocuments, fc.constantFrom<Grouping>('segments', 'calls'), (documents, grouping) => {
        const { spans } = timelineOf(documents)
        const rows = timelineRows(timelineOf(documents), grouping)
        expect(rows).toHaveLength(spans.length)
        expect(new Set(rows.map(({ span }) => span)).size).toBe(rows.length)
        rows.forEach(({ depth, parent, below }, at) => {
          expect(parent).toBeLessThan(at)
          expect(depth).toBe(parent === -1 ? 0 : (rows[parent]?.depth ?? Number.NaN) + 1)
          expect(rows.slice(at + 1, at + 1 + below).every((row) => row.depth > depth)).toBe(true)
          expect(rows[at + 1 + below]?.depth ?? 0).toBeLessThanOrEqual(depth)
        })
      }),
    )
  })
})
