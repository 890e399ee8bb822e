import { check, parse, toPredicate } from '@roentgen/filter'
import { type Micros, type TraceId, type TraceSummary, traceIdFromHex, traceIdHex } from '@roentgen/trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { summaryOf } from '../fixtures/summary.ts'
import { SummaryRows } from '../insert-summaries.ts'
import { listedOf } from '../listed-decode.ts'
import type { ListedTrace } from '../question.ts'
import type { Store } from '../store.ts'
import { type OrderedPlace, type TraceOrder, traceOrders } from './ordered-question.ts'

const noon = 1_732_000_000_000_000
const second = 1_000_000
const at = (seconds: number) => (noon + seconds * second) as Micros
const id = (number: number) => traceIdFromHex(number.toString(16).padStart(32, '0'))
const window = { start: at(100), end: at(200) }

const orderedBy: Readonly<Record<TraceOrder, (trace: ListedTrace) => number>> = {
  start: ({ start }) => start,
  responsetime: ({ responseTime }) => responseTime ?? -1,
  duration: ({ duration }) => duration,
  status: ({ http }) => http?.status ?? -1,
  segments: ({ segments }) => segments.length,
}

interface Uneven {
  readonly what: string
  readonly statusOf: (n: number) => number
  readonly orders?: readonly TraceOrder[]
}
const everyOrder = ['status', 'start', 'duration', 'responsetime'] as const
/**
 * The status, and as many ms of time, of 80 traces, of which every fifth is received where a list looks first to guess how far a page
 * reaches.
 */
const unevenly: readonly Uneven[] = [
  { what: "all, near the window's end", statusOf: (n) => n % 7 },
  { what: "all, near the window's beginning", statusOf: (n) => n % 3 },
  { what: 'like the others', statusOf: (n) => (n * 37) % 80 },
  { what: 'above all others', statusOf: (n) => (n % 5 === 0 ? 1000 + n : n), orders: everyOrder },
  { what: 'below all others', statusOf: (n) => (n % 5 === 0 ? n : 1000 + n), orders: everyOrder },
  { what: 'the same as all others', statusOf: () => 7 },
  { what: 'one of two values', statusOf: (n) => n % 2 },
]

/** A window for each case, in which stretches of 0.39 s begin every 6.25 s. */
function unevenPlace(i: number, n: number): { readonly key: Micros; readonly window: { start: Micros; end: Micros } } {
  const from = 1000 * (i + 1)
  const spread = (n % 16) * 6.25 + (n % 5 === 0 ? 0.1 : 1 + n / 80)
  const offset = i === 0 ? 99 + n / 100 : i === 1 ? n / 100 : spread
  return { key: at(from + offset), window: { start: at(from), end: at(from + 100) } }
}

/**
 * All alike, and started in this window. Those that were received in it were so where a list looks first, closely one behind the
 * other, which makes it guess that a page reaches less far than it does.
 */
const alike = { start: at(20_000), end: at(20_064) }
const keysOfAlike = [
  ...Array.from({ length: 16 }, (_, n) => at(19_984 + n)),
  ...Array.from({ length: 24 }, (_, n) => at(20_000 + n / 100)),
  ...Array.from({ length: 24 }, (_, n) => at(20_060 + n / 100)),
  ...Array.from({ length: 16 }, (_, n) => at(20_064 + n)),
]

/** Many are alike, so that keys and ids decide; some start outside of the window, or were received outside of it. */
function traceOf(n: number, revision: number): [keyTime: Micros, summary: TraceSummary] {
  const mixed = (n * 7 + revision * 3) % 11
  const start = n % 13 === 0 ? at(90 + mixed) : at(100 + (n % 50))
  const key = n % 17 === 0 ? at(mixed < 5 ? 95 : 205) : at(150 + Math.floor((n % 40) / 4))
  const http = { method: 'GET', url: `/${mixed}`, userAgent: undefined, clientIp: undefined, status: 200 + (mixed % 3) }
  return [
    key,
    summaryOf({
      ...{ traceId: id(n), revision, start, end: start, fault: mixed % 2 === 0 },
      duration: (mixed * 1000) as Micros,
      responseTime: mixed === 0 ? undefined : ((mixed % 4) as Micros),
      http: mixed === 1 ? undefined : http,
    }),
  ]
}

describe('traces in an order', () => {
  let engine: TestEngine
  let store: Store
  let unmerged: Store
  let uneven: Store
  const newest = new Map<TraceId, { readonly keyTime: Micros; readonly summary: TraceSummary }>()

  beforeAll(async () => {
    engine = await startTestEngine()
    store = await engine.openStore('ordered')
    const write = async (rows: readonly [Micros, TraceSummary][], buried: readonly number[] = []) => {
      const batch = new SummaryRows()
      for (const [keyTime, summary] of rows) {
        batch.add(keyTime, summary)
        newest.set(summary.traceId, { keyTime, summary })
      }
      for (const n of buried) {
        batch.bury(traceOf(n, 1)[0], id(n))
        newest.delete(id(n))
      }
      await batch.insert(store.connection)
    }
    const numbers = Array.from({ length: 300 }, (_, n) => n)
    await write(numbers.map((n) => traceOf(n, 1)))
    const revised = numbers.filter((n) => n % 3 === 0)
    await write(revised.map((n) => [traceOf(n, 1)[0], traceOf(n, 2)[1]]))
    await write([], [5, 40, 171])
    // As what was stored before there were listings.
    await store.connection.command({
      sql: 'alter table listings delete where cityHash64(trace_id) % 5 = 0',
      settings: { mutations_sync: '1' },
    })

    // Two traces of many rows each, all in one place of any list: the newest of them is written last, and first.
    unmerged = await engine.openStore('unmerged')
    const batch = new SummaryRows()
    const revisions = Array.from({ length: 40 }, (_, n) => n + 1)
    for (const revision of revisions) batch.add(at(150), summaryOf({ traceId: id(1), start: at(150), revision }))
    for (const revision of revisions.reverse())
      batch.add(at(150), summaryOf({ traceId: id(2), start: at(150), revision }))
    // Written twice in one revision, of which the second holds.
    batch.add(at(150), summaryOf({ traceId: id(3), start: at(140), duration: 7 as Micros, responseTime: 7 as Micros }))
    batch.add(at(150), summaryOf({ traceId: id(3), start: at(160) }))
    await batch.insert(unmerged.connection)

    uneven = await engine.openStore('uneven')
    for (const [i, { statusOf }] of unevenly.entries()) {
      // Later revisions stand elsewhere in the list, and some traces started before the window.
      for (const revision of [1, 2]) {
        const rows = new SummaryRows()
        for (let n = 0; n < 80; n++) {
          if (revision === 2 && n % 9 !== 0) continue
          const { key } = unevenPlace(i, n)
          const moved = (((n * 37) % 80) + revision) * 1000
          const start = (key + (n % 11 === 0 ? -200 * second : moved)) as Micros
          const status = statusOf(n) * 10 + (revision === 2 ? 5 : 0)
          const http = { method: undefined, url: undefined, userAgent: undefined, clientIp: undefined, status }
          const time = (n % 10 === 0 ? undefined : status * 1000) as Micros | undefined
          const times = { duration: (status * 1000) as Micros, responseTime: time }
          rows.add(key, summaryOf({ traceId: id(i * 1000 + n), revision, start, http, ...times }))
        }
        await rows.insert(uneven.connection)
      }
    }
    const rows = new SummaryRows()
    for (const [n, key] of keysOfAlike.entries())
      rows.add(key, summaryOf({ traceId: id(90_000 + n), start: at(20_032) }))
    await rows.insert(uneven.connection)
  })
  afterAll(async () => {
    await uneven.close()
    await unmerged.close()
    await store.close()
    await engine[Symbol.asyncDispose]()
  })

  /** All of them, by pages. */
  async function read(
    order: TraceOrder,
    descending: boolean,
    expression: string,
    limit: number,
  ): Promise<ListedTrace[]> {
    const found: ListedTrace[] = []
    let after: OrderedPlace | undefined
    do {
      const set = { window, filter: check(parse(expression)) }
      const page = await store.orderedTraces({ set, order, descending, limit, after })
      found.push(...page.traces)
      after = page.last
    } while (after !== undefined)
    return found
  }

  function expected(order: TraceOrder, descending: boolean, expression: string): ListedTrace[] {
    const fits = toPredicate(check(parse(expression)))
    // The engine compares ids by their second half first, of which alone they differ.
    const placeOf = ({ keyTime, summary }: { keyTime: Micros; summary: TraceSummary }) =>
      [orderedBy[order](summary), keyTime, Number.parseInt(traceIdHex(summary.traceId), 16)] as const
    const ascending = [...newest.values()]
      .filter(({ summary }) => summary.start >= window.start && summary.start < window.end && fits(summary))
      .sort((one, other) => {
        const [a, b] = [placeOf(one), placeOf(other)]
        return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
      })
    return (descending ? ascending.reverse() : ascending).map(({ summary }) => listedOf(summary))
  }

  const cases = traceOrders.flatMap((order) => [true, false].map((descending) => ({ order, descending })))
  test.each(cases)(
    'by $order, descending: $descending, are each given once as they are now, over pages',
    async (one) => {
      const { order, descending } = one
      const found = await read(order, descending, 'duration >= 0', 70)
      expect(found.map(({ traceId }) => traceId)).toEqual(
        expected(order, descending, 'duration >= 0').map(({ traceId }) => traceId),
      )
    },
  )

  test.each(cases)(
    'by $order, descending: $descending, are given where they stand now, though many rows are not merged',
    async ({ order, descending }) => {
      const found: TraceId[] = []
      let after: OrderedPlace | undefined
      do {
        const page = await unmerged.orderedTraces({ set: { window }, order, descending, limit: 1, after })
        found.push(...page.traces.map(({ traceId }) => traceId))
        after = page.last
      } while (after !== undefined)
      expect(found).toEqual(descending ? [id(3), id(2), id(1)] : [id(1), id(2), id(3)])
    },
  )

  const pages = unevenly.flatMap(({ what, orders = ['status', 'start'] }, i) =>
    orders.flatMap((order) => [
      { what, i, order, descending: true },
      { what, i, order, descending: false },
    ]),
  )
  test.each(pages)(
    'are all given by $order, descending: $descending, where those that are looked at first are $what',
    async ({ i, order, descending }) => {
      const { window } = unevenPlace(i, 0)
      const found: ListedTrace[] = []
      let after: OrderedPlace | undefined
      do {
        const page = await uneven.orderedTraces({ set: { window }, order, descending, limit: 7, after })
        found.push(...page.traces)
        after = page.last
      } while (after !== undefined)
      const values = found.map((trace) => orderedBy[order](trace))
      expect(values).toEqual([...values].sort((a, b) => (descending ? b - a : a - b)))
      const within = Array.from({ length: 80 }, (_, n) => n).filter((n) => n % 11 !== 0)
      expect(found.map(({ traceId }) => traceId).sort()).toEqual(within.map((n) => id(i * 1000 + n)).sort())
    },
  )

  const alikeIn = (['status', 'segments'] as const).flatMap((order) =>
    [true, false].map((descending) => ({ order, descending })),
  )
  test.each(alikeIn)(
    'are all given by $order, descending: $descending, in the order of their keys, where some are outside of the window',
    async ({ order, descending }) => {
      const found: TraceId[] = []
      let after: OrderedPlace | undefined
      do {
        const page = await uneven.orderedTraces({ set: { window: alike }, order, descending, limit: 7, after })
        found.push(...page.traces.map(({ traceId }) => traceId))
        after = page.last
      } while (after !== undefined)
      const ids = keysOfAlike.map((_, n) => id(90_000 + n))
      expect(found).toEqual(descending ? ids.reverse() : ids)
    },
  )

  test.each([
    ['fault', 20],
    ['http.url = "/4" OR !fault', 7],
    ['responsetime > 1000', 10],
    // Of which lists do not show enough.
    ['!edge("a", "b") AND fault', 20],
  ])('that fit %s are given as lists show them, %d a page', async (expression, limit) => {
    expect(await read('duration', true, expression, limit)).toEqual(expected('duration', true, expression))
  })
})
