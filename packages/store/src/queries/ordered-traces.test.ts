import { check, parse, toPredicate } from '@roentgen/filter'
import { type Micros, type TraceId, type TraceSummary, traceIdFromHex, traceIdHex } from '@roentgen/trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { summaryOf } from '../fixtures/summary.ts'
import { SummaryRows } from '../insert-summaries.ts'
import { listedOf } from '../listed-decode.ts'
import type { ListedTrace } from '../question.ts'
import type { Store } from '../store.ts'
import { type OrderedPlace, type TraceOrder, traceOrders } from './ordered-traces.ts'

const noon = 1_732_000_000_000_000
const second = 1_000_000
const at = (seconds: number) => (noon + seconds * second) as Micros
const id = (number: number) => traceIdFromHex(number.toString(16).padStart(32, '0'))
const window = { start: at(100), end: at(200) }

const orderedBy: Readonly<Record<TraceOrder, (trace: TraceSummary) => number>> = {
  start: ({ start }) => start,
  responsetime: ({ responseTime }) => responseTime ?? -1,
  duration: ({ duration }) => duration,
  status: ({ http }) => http?.status ?? -1,
  segments: ({ segments }) => segments.length,
}

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
  })
  afterAll(async () => {
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
