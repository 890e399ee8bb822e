import { check, parse } from '@roentgen/filter'
import { type Micros, type TraceId, type TraceSummary, traceIdFromHex } from '@roentgen/trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { summaryOf } from '../fixtures/summary.ts'
import { SummaryRows } from '../insert-summaries.ts'
import { listedOf } from '../listed-decode.ts'
import type { TraceListCursor, TraceListPage, TraceListQuestion } from '../question.ts'
import type { Store } from '../store.ts'

const noon = 1_732_000_000_000_000
const second = 1_000_000
const at = (seconds: number) => (noon + seconds * second) as Micros
const everything = { start: 0 as Micros, end: Number.MAX_SAFE_INTEGER as Micros }

describe('the list of traces', () => {
  let engine: TestEngine

  beforeAll(async () => {
    engine = await startTestEngine()
  })
  afterAll(() => engine[Symbol.asyncDispose]())

  async function storeWith(rows: readonly [keyTime: Micros, summary: TraceSummary][]): Promise<Store> {
    const store = await engine.openEmptyStore()
    const batch = new SummaryRows()
    for (const [keyTime, summary] of rows) batch.add(keyTime, summary)
    await batch.insert(store.connection)
    return store
  }

  async function pages(store: Store, question: TraceListQuestion): Promise<TraceId[][]> {
    const found: TraceId[][] = []
    let cursor: TraceListCursor | undefined
    do {
      const page = await store.listTraces(cursor === undefined ? question : { ...question, cursor })
      found.push(page.traces.map(({ traceId }) => traceId))
      cursor = page.cursor
    } while (cursor !== undefined)
    return found
  }

  const id = (number: number) => traceIdFromHex(number.toString(16).padStart(32, '0'))

  test('of an empty store is empty and ends', async () => {
    await using store = await storeWith([])
    expect(await store.listTraces({ window: everything, range: 'TraceId' })).toEqual({
      traces: [],
      scanned: 0,
      cursor: undefined,
    })
  })

  // Received at 100 s. The window is [10 s, 20 s).
  const cases: [what: string, start: number, end: number, found: TraceListQuestion['range'][]][] = [
    ['before the window', 1, 9.9, []],
    ['ends at its first instant', 1, 10, ['Event', 'Service']],
    ['ends in it', 1, 15, ['Event', 'Service']],
    ['spans it', 1, 30, ['Event']],
    ['starts at its first instant', 10, 30, ['TraceId', 'Event']],
    ['lies in it', 12, 14, ['TraceId', 'Event', 'Service']],
    ['ends at its end', 12, 20, ['TraceId', 'Event']],
    ['starts in it', 19.9, 30, ['TraceId', 'Event']],
    ['starts at its end', 20, 30, []],
  ]
  test.each(cases)('finds a trace that %s (%d s to %d s) by %j', async (_, start, end, found) => {
    await using store = await storeWith([[at(100), summaryOf({ traceId: id(1), start: at(start), end: at(end) })]])
    const window = { start: at(10), end: at(20) }
    for (const range of ['TraceId', 'Event', 'Service'] as const) {
      const { traces } = await store.listTraces({ window, range })
      expect([range, traces.length]).toEqual([range, found.includes(range) ? 1 : 0])
    }
  })

  test('finds a trace however long it was on its way, also when it starts after its receipt', async () => {
    await using store = await storeWith([
      [at(0), summaryOf({ traceId: id(1), start: at(5000) })],
      [at(100_000), summaryOf({ traceId: id(2), start: at(5000) })],
      [at(5000), summaryOf({ traceId: id(3), start: at(4000) })],
      [at(5001), summaryOf({ traceId: id(4), start: at(5000) })],
    ])
    const window = { start: at(5000), end: at(5001) }
    expect(await pages(store, { window, range: 'TraceId' })).toEqual([[id(2), id(4), id(1)]])
  })

  test('gives every trace once, newest first, over pages that cut a group received at one instant', async () => {
    const rows: [Micros, TraceSummary][] = []
    for (let n = 0; n < 100; n++) rows.push([at(Math.floor(n / 25)), summaryOf({ traceId: id(n), start: at(0) })])
    await using store = await storeWith(rows)
    const all = await pages(store, { window: everything, range: 'TraceId', limit: 7 })
    expect(all.flat()).toHaveLength(100)
    expect(new Set(all.flat()).size).toBe(100)
    expect(Math.max(...all.map((page) => page.length))).toBe(7)
    const times = new Map(rows.map(([keyTime, { traceId }]) => [traceId, keyTime]))
    const order = all.flat().map((traceId) => times.get(traceId) ?? 0)
    expect(order).toEqual([...order].sort((a, b) => b - a))
  })

  test('goes on where it was, whatever was received or replaced in between', async () => {
    const rows: [Micros, TraceSummary][] = []
    for (let n = 0; n < 30; n++) rows.push([at(n), summaryOf({ traceId: id(n), start: at(0) })])
    await using store = await storeWith(rows)
    const question = { window: everything, range: 'TraceId', limit: 10 } as const
    const first = await store.listTraces(question)
    const more = new SummaryRows()
    more.add(at(50), summaryOf({ traceId: id(50), start: at(0) }))
    more.add(at(15), summaryOf({ traceId: id(15), start: at(0), revision: 2 }))
    more.add(at(25), summaryOf({ traceId: id(25), start: at(0), revision: 2 }))
    await more.insert(store.connection)
    if (first.cursor === undefined) throw new Error('the first page is the last')
    const second = await store.listTraces({ ...question, cursor: first.cursor })
    expect(first.traces.map(({ traceId }) => traceId)).toEqual([29, 28, 27, 26, 25, 24, 23, 22, 21, 20].map(id))
    expect(second.traces.map(({ traceId }) => traceId)).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11, 10].map(id))
    expect(second.traces.find(({ traceId }) => traceId === id(15))?.revision).toBe(2)
    expect(second.cursor).toMatchObject({ newest: first.cursor.newest, scanned: 20 })
  })

  test('crosses days without traces', async () => {
    const day = 86_400
    await using store = await storeWith([
      [at(0), summaryOf({ traceId: id(1), start: at(0) })],
      [at(40 * day), summaryOf({ traceId: id(2), start: at(40 * day) })],
      [at(400 * day), summaryOf({ traceId: id(3), start: at(400 * day) })],
    ])
    expect(await pages(store, { window: everything, range: 'TraceId' })).toEqual([[id(3), id(2), id(1)]])
  })

  test('does not give a trace whose key was buried', async () => {
    await using store = await storeWith([[at(9), summaryOf({ traceId: id(1), start: at(0) })]])
    const rows = new SummaryRows()
    rows.add(at(5), summaryOf({ traceId: id(1), start: at(0), revision: 2 }))
    rows.bury(at(9), id(1))
    await rows.insert(store.connection)
    expect(await pages(store, { window: everything, range: 'TraceId' })).toEqual([[id(1)]])
  })

  test('ends a page after enough traces were looked at, and the last page has no cursor', async () => {
    const rows: [Micros, TraceSummary][] = []
    for (let n = 0; n < 3000; n++) rows.push([at(n), summaryOf({ traceId: id(n), start: n === 0 ? at(1) : at(0) })])
    await using store = await storeWith(rows)
    const window = { start: at(1), end: at(2) }
    const found = await pages(store, { window, range: 'TraceId', limit: 1 })
    expect(found.flat()).toEqual([id(0)])
  })

  test('finds a rare trace among bursts that came at one instant with gaps between them', async () => {
    const rows: [Micros, TraceSummary][] = []
    for (let burst = 0; burst < 3; burst++)
      for (let n = 0; n < 1000; n++)
        rows.push([at(burst * 100), summaryOf({ traceId: id(burst * 1000 + n), start: at(n === 500 ? burst : 5000) })])
    await using store = await storeWith(rows)
    const window = { start: at(0), end: at(1) }
    expect(await pages(store, { window, range: 'TraceId', limit: 10 })).toEqual([[id(500)]])
  })

  test('counts a trace once however many rows it has', async () => {
    await using store = await storeWith([[at(1), summaryOf({ traceId: id(1), start: at(0) })]])
    for (const revision of [2, 3]) {
      const rows = new SummaryRows()
      rows.add(at(1), summaryOf({ traceId: id(1), start: at(0), revision }))
      rows.add(at(revision), summaryOf({ traceId: id(revision), start: at(0) }))
      await rows.insert(store.connection)
    }
    expect(await store.listTraces({ window: everything, range: 'Event' })).toMatchObject({ scanned: 3 })
  })

  describe('with a filter', () => {
    const filter = check(parse('fault duration > 1'))
    const fitting = { fault: true, duration: (2 * second) as Micros }

    test('gives every trace that fits once, newest first, over pages that cut a group received at one instant', async () => {
      const rows: [Micros, TraceSummary][] = []
      for (let n = 0; n < 300; n++) {
        const fields = n % 3 === 0 ? fitting : n % 3 === 1 ? { fault: true } : {}
        rows.push([at(Math.floor(n / 60)), summaryOf({ traceId: id(n), start: at(0), ...fields })])
      }
      await using store = await storeWith(rows)
      const all = await pages(store, { window: everything, range: 'TraceId', limit: 7, filter })
      expect(all.flat()).toHaveLength(100)
      expect(new Set(all.flat())).toEqual(new Set(rows.filter((_, n) => n % 3 === 0).map(([, { traceId }]) => traceId)))
      const times = new Map(rows.map(([keyTime, { traceId }]) => [traceId, keyTime]))
      const order = all.flat().map((traceId) => times.get(traceId) ?? 0)
      expect(order).toEqual([...order].sort((a, b) => b - a))
    })

    test.each([
      ['with', 7],
      ['with', 100],
      ['without', 7],
    ])('counts each trace once that pages look at, %s a filter and %s a page', async (which, limit) => {
      const rows: [Micros, TraceSummary][] = []
      for (let n = 0; n < 120; n++)
        rows.push([
          at(Math.floor(n / 25)),
          summaryOf({ traceId: id(n), start: at(0), ...(n % 3 === 0 ? fitting : {}) }),
        ])
      await using store = await storeWith(rows)
      const question = { window: everything, range: 'TraceId', limit, ...(which === 'with' && { filter }) } as const
      const scanned: number[] = []
      let cursor: TraceListCursor | undefined
      do {
        const page: TraceListPage = await store.listTraces(cursor === undefined ? question : { ...question, cursor })
        scanned.push(page.scanned)
        cursor = page.cursor
      } while (cursor !== undefined)
      expect(scanned.reduce((sum, count) => sum + count)).toBe(120)
    })

    test('gives summaries within the window, and of each trace its newest revision alone', async () => {
      await using store = await storeWith([
        [at(1), summaryOf({ traceId: id(1), start: at(0), ...fitting })],
        [at(2), summaryOf({ traceId: id(2), start: at(0), ...fitting })],
        [at(3), summaryOf({ traceId: id(3), start: at(0) })],
        [at(4), summaryOf({ traceId: id(4), start: at(50), ...fitting })],
        [at(5), summaryOf({ traceId: id(5), start: at(0), ...fitting })],
      ])
      const later = new SummaryRows()
      const third = summaryOf({ traceId: id(3), start: at(0), ...fitting, revision: 2 })
      later.add(at(2), summaryOf({ traceId: id(2), start: at(0), revision: 2 }))
      later.add(at(3), third)
      later.bury(at(5), id(5))
      await later.insert(store.connection)
      const { traces, scanned } = await store.listTraces({
        window: { start: at(0), end: at(10) },
        range: 'TraceId',
        filter,
      })
      expect(traces.map(({ traceId }) => traceId)).toEqual([id(3), id(1)])
      expect(traces[0]).toEqual(listedOf(third))
      // What was buried is no trace.
      expect(scanned).toBe(4)
    })

    test('finds a rare trace among very many, below short and long slices', async () => {
      await using store = await storeWith([[at(0), summaryOf({ traceId: id(1), start: at(0), ...fitting })]])
      const rows = new SummaryRows()
      for (let n = 2; n < 30_000; n++) rows.add(at(n / 100), summaryOf({ traceId: id(n), start: at(0) }))
      await rows.insert(store.connection)
      expect(await pages(store, { window: everything, range: 'TraceId', filter })).toEqual([[id(1)]])
    })

    test('gives as many as are wanted though the newest rows that fit were all replaced', async () => {
      const rows: [Micros, TraceSummary][] = []
      for (let n = 0; n < 60; n++) rows.push([at(n), summaryOf({ traceId: id(n), start: at(0), ...fitting })])
      await using store = await storeWith(rows)
      const later = new SummaryRows()
      for (let n = 5; n < 60; n++) later.add(at(n), summaryOf({ traceId: id(n), start: at(0), revision: 2 }))
      await later.insert(store.connection)
      const question = { window: everything, range: 'TraceId', limit: 3, filter } as const
      expect(await pages(store, question)).toEqual([[4, 3, 2].map(id), [1, 0].map(id)])
    })

    test('finds what was received before the window in which it starts, and after it', async () => {
      await using store = await storeWith([
        [at(5), summaryOf({ traceId: id(1), start: at(5), ...fitting })],
        [at(10), summaryOf({ traceId: id(2), start: at(105), ...fitting })],
        [at(104), summaryOf({ traceId: id(3), start: at(104), ...fitting })],
        [at(106), summaryOf({ traceId: id(4), start: at(10), ...fitting })],
        [at(300), summaryOf({ traceId: id(5), start: at(106), ...fitting })],
        [at(301), summaryOf({ traceId: id(6), start: at(301), ...fitting })],
      ])
      const window = { start: at(100), end: at(200) }
      for (const limit of [1, 2, 10])
        expect((await pages(store, { window, range: 'TraceId', limit, filter })).flat()).toEqual([5, 3, 2].map(id))
      expect((await pages(store, { window, range: 'TraceId', limit: 2 })).flat()).toEqual([5, 3, 2].map(id))
    })

    test('finds the same traces and counts those of the window when it is asked for again', async () => {
      const stray = (n: number, received: number, start: number): [Micros, TraceSummary] => [
        at(received),
        summaryOf({ traceId: id(n), start: at(start), ...fitting }),
      ]
      await using store = await storeWith([
        stray(1, 5, 105),
        stray(2, 6, 6),
        stray(3, 150, 120),
        stray(4, 150, 150),
        stray(5, 160, 90),
        stray(6, 250, 130),
        stray(7, 251, 250),
        stray(8, 99, 101),
      ])
      const window = { start: at(100), end: at(200) }
      for (const limit of [10, 2])
        for (const range of ['TraceId', 'Event', 'Service'] as const) {
          // Of this slice it is known from now on how many rows it has.
          await store.listTraces({ window: { start: at(0), end: at(300) }, range: 'TraceId', filter })
          const question = { window, range, limit, filter }
          const { traces, scanned } = await store.listTraces(question)
          if (limit === 10) expect([traces.length, scanned]).toEqual([5, 3])
          expect([limit, range, (await pages(store, question)).flat()]).toEqual([limit, range, [6, 4, 3, 8, 1].map(id)])
        }
    })

    test('finds the same traces of a long window when it is asked for again, and none that started beside it', async () => {
      await using store = await storeWith([])
      const rows = new SummaryRows()
      const fits = (n: number, received: number, start: number) =>
        rows.add(at(received), summaryOf({ traceId: id(n), start: at(start), ...fitting }))
      for (let n = 0; n < 60; n++) fits(100 + n, 95 + n / 6, 95 + n / 6)
      fits(1, 94, 150)
      fits(2, 200, 99)
      fits(3, 300, 300)
      fits(4, 439.9, 440)
      fits(5, 450, 130)
      for (let n = 1000; n < 36_000; n++) {
        const received = at(90 + n / 100)
        rows.add(received, summaryOf({ traceId: id(n), start: received }))
      }
      await rows.insert(store.connection)
      const window = { start: at(100), end: at(440) }
      const inWindow = [5, 3, ...Array.from({ length: 30 }, (_, n) => 159 - n), 1].map(id)
      for (const limit of [100, 20]) {
        await store.listTraces({ window: { start: at(0), end: at(500) }, range: 'TraceId', filter })
        expect((await pages(store, { window, range: 'TraceId', limit, filter })).flat()).toEqual(inWindow)
      }
    })

    test('gives a trace that moved to an earlier key, though nothing that fits stands between the two', async () => {
      await using store = await storeWith([[at(9), summaryOf({ traceId: id(1), start: at(0), ...fitting })]])
      const moved = new SummaryRows()
      moved.add(at(5), summaryOf({ traceId: id(1), start: at(0), ...fitting, revision: 2 }))
      moved.bury(at(9), id(1))
      await moved.insert(store.connection)
      expect(await pages(store, { window: everything, range: 'TraceId', filter })).toEqual([[id(1)]])
    })

    test('goes on where it was while traces come, are revised and begin or cease to fit', async () => {
      const rows: [Micros, TraceSummary][] = []
      for (let n = 0; n < 40; n++) rows.push([at(n), summaryOf({ traceId: id(n), start: at(0), ...fitting })])
      await using store = await storeWith(rows)
      const question = { window: everything, range: 'TraceId', limit: 5, filter } as const
      const found: TraceId[] = []
      let cursor: TraceListCursor | undefined
      for (let round = 1; round === 1 || cursor !== undefined; round++) {
        const page: TraceListPage = await store.listTraces(cursor === undefined ? question : { ...question, cursor })
        found.push(...page.traces.map(({ traceId }) => traceId))
        cursor = page.cursor
        const change = new SummaryRows()
        change.add(at(100 + round), summaryOf({ traceId: id(100 + round), start: at(0), ...fitting }))
        for (let n = 0; n < 40; n += 2)
          change.add(at(n), summaryOf({ traceId: id(n), start: at(0), ...fitting, revision: 1 + round }))
        change.add(at(round), summaryOf({ traceId: id(round), start: at(0), revision: 100 }))
        await change.insert(store.connection)
      }
      const throughout = Array.from({ length: 40 }, (_, n) => n).filter((n) => n === 0 || n > 10)
      expect(new Set(found).size).toBe(found.length)
      expect(found).toEqual(expect.arrayContaining(throughout.map(id)))
    })
  })
})
