import { check, parse } from '@roentgen/filter'
import { type Micros, traceIdFromHex } from '@roentgen/trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { summaryOf } from '../fixtures/summary.ts'
import { SummaryRows } from '../insert-summaries.ts'
import type { Store } from '../store.ts'
import { scansFor } from './compared-values.ts'
import type { TraceSet } from './matching-traces.ts'
import { spreadStretches } from './spread-stretches.ts'

const noon = 1_732_000_000_000_000
const second = 1_000_000
const count = 640
const window = { start: noon as Micros, end: (noon + count * second) as Micros }

test('all keys are read together, those of one annotation each for itself', () => {
  expect(
    scansFor(['user', { annotation: 'a' }, 'url', 'zone', { annotation: 'b' }, 'every annotation', 'status']),
  ).toEqual([['user', 'url', 'zone', 'every annotation', 'status'], [{ annotation: 'a' }], [{ annotation: 'b' }]])
})

describe('two sets of traces', () => {
  let engine: TestEngine
  let store: Store

  beforeAll(async () => {
    engine = await startTestEngine()
    store = await engine.openStore()
    const batch = new SummaryRows()
    // One a second; every fourth took long, and has a status of its own.
    for (let number = 0; number < count; number++) {
      const start = (noon + number * second) as Micros
      const http = {
        method: 'GET',
        url: `/${number % 2}`,
        userAgent: undefined,
        clientIp: undefined,
        status: number % 4 === 0 ? 500 : 200,
      }
      batch.add(
        start,
        summaryOf({
          traceId: traceIdFromHex((number + 1).toString(16).padStart(32, '0')),
          start,
          responseTime: (number % 4 === 0 ? 2 * second : 1000) as Micros,
          http,
        }),
      )
    }
    await batch.insert(store.connection)
  })
  afterAll(async () => {
    await store.close()
    await engine[Symbol.asyncDispose]()
  })

  const set = (filter: string): TraceSet => ({ window, filter: check(parse(filter)) })
  const sets = [set('responsetime > 1'), set('responsetime <= 1')] as const

  test('are counted by the values of several keys in one scan, the most telling first, as many as are wanted of each', async () => {
    const question = { sets, totals: [160, 480] as const, limit: 1 }
    const compared = await store.comparedValues({ ...question, keys: ['status', 'method', 'url', 'useragent'] })
    const wanted = compared.flatMap(({ key, values }) =>
      values.flatMap(({ number }) => (number === undefined ? [] : [{ key, number }])),
    )
    const texts = await store.comparedTexts(wanted, sets)
    const told = compared.map(({ values, ...rest }) => ({
      ...rest,
      values: values.map(({ number, counts }) => ({ text: texts.get(number ?? ''), counts })),
    }))
    expect(told).toEqual([
      { key: 'status', distinct: 2, values: [{ text: '200', counts: [0, 480] }] },
      { key: 'method', distinct: 1, values: [{ text: 'GET', counts: [160, 480] }] },
      { key: 'url', distinct: 2, values: [{ text: '/0', counts: [160, 160] }] },
      { key: 'useragent', distinct: 1, values: [{ text: undefined, counts: [160, 480] }] },
    ])
  })

  test('are compared by the URLs that enough traces have, though most traces have one of their own', async () => {
    await using own = await engine.openStore('urls')
    const batch = new SummaryRows()
    for (let number = 0; number < 3_000; number++) {
      const start = (noon + number) as Micros
      const url = number < 5 ? '/of-five' : number < 9 ? '/of-four' : `/${number}`
      const http = { method: 'GET', url, userAgent: undefined, clientIp: undefined, status: 200 }
      const responseTime = (number % 2 === 0 ? 2 * second : 1000) as Micros
      const traceId = traceIdFromHex((number + 1).toString(16).padStart(32, '0'))
      batch.add(start, summaryOf({ traceId, start, responseTime, http }))
    }
    await batch.insert(own.connection)
    const question = { sets, totals: [1500, 1500] as const, limit: 10, keys: ['url', 'method'] as const }
    const compared = await own.comparedValues(question)
    const counts = compared.map(({ key, distinct, values }) => [key, distinct, ...values.map(({ counts }) => counts)])
    expect(counts).toEqual([
      ['url', 1, [3, 2]],
      ['method', 1, [1500, 1500]],
    ])
  })

  test('have no more traces with a value, or without any, than were counted, though some came since', async () => {
    const asked = { sets, totals: [150, 470] as const, limit: 5, keys: ['method', 'status', 'useragent'] as const }
    const compared = await store.comparedValues(asked)
    const counts = compared.map(({ values }) => values.map((value) => value.counts).sort(([a], [b]) => a - b))
    expect(counts).toEqual([
      [[150, 470]],
      [
        [0, 470],
        [150, 0],
      ],
      [[150, 470]],
    ])
  })

  test('tell their texts however many are asked for, and none of values that no trace has', async () => {
    const [status] = await store.comparedValues({ sets, totals: [160, 480], limit: 2, keys: ['status'] })
    const real = (status?.values ?? []).flatMap(({ number }) => number ?? [])
    const others = Array.from({ length: 50_000 }, (_, at) => String(2n ** 57n + BigInt(at)))
    const wanted = [...others, ...real].map((number) => ({ key: 'status' as const, number }))
    const texts = await store.comparedTexts(wanted, sets)
    expect([...texts.values()].sort()).toEqual(['200', '500'])
  })

  test('have response times in bins as wide as their own window asks for, whatever was asked before', async () => {
    const during = (number: number): TraceSet => {
      const start = noon + number * second
      return { window: { start: start as Micros, end: (start + second) as Micros } }
    }
    const binsOf = async (set: TraceSet) =>
      (await store.histogram([set], 4)).equal.map(({ from, counts }) => [from, ...counts])
    const long = [
      [0, 0],
      [500_001, 0],
      [1_000_002, 0],
      [1_500_003, 1],
    ]
    const short = [
      [0, 0],
      [251, 0],
      [502, 0],
      [753, 1],
    ]
    for (const [number, bins] of [
      [0, long],
      [1, short],
      [2, short],
      [4, long],
    ] as const)
      expect(await binsOf(during(number))).toEqual(bins)
    const [slow = during(0), fast = during(1)] = sets
    const both = await store.histogram([slow, fast], 3)
    expect(both.equal.map(({ counts }) => counts)).toEqual([
      [0, 480],
      [0, 0],
      [160, 0],
    ])
    expect(await store.histogram([slow, fast], 3)).toEqual(both)
  })

  test('have as many traces as were counted, and of stretches of their window those that were received in them', async () => {
    expect(await store.tracesInSets(sets)).toEqual([160, 480])
    // Of each forty seconds the first sixteen.
    const stretches = spreadStretches(window, 0.4)
    const some = sets.map((one) => ({ ...one, stretches }))
    const seconds = Array.from({ length: count }, (_, number) => number).filter((number) => number % 40 < 16)
    expect(await store.tracesInSets(some)).toEqual([
      seconds.filter((number) => number % 4 === 0).length,
      seconds.filter((number) => number % 4 !== 0).length,
    ])
  })
})
