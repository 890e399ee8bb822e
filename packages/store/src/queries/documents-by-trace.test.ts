import { type Micros, type TraceId, traceIdFromHex } from '@roentgen/trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import type { Store } from '../store.ts'
import { readDirectory } from './directory.ts'
import { readDocuments, readTexts, readTextsOfAllDays } from './documents-by-trace.ts'
import { StoredDays } from './stored-days.ts'

const day = 86_400_000_000
const noon = Math.floor(1_732_000_000_000_000 / day) * day + day / 2
const always = 0 as Micros
const ids = ['11', '22', '33'].map((digits) => traceIdFromHex(digits.repeat(16)))

describe('the documents of traces', () => {
  let engine: TestEngine

  beforeAll(async () => {
    engine = await startTestEngine()
  })
  afterAll(() => engine[Symbol.asyncDispose]())

  /** One document of the first trace on each day, and one of the second on the first. */
  async function storeWith(days: readonly number[]): Promise<Store> {
    const store = await engine.openEmptyStore()
    const line = (digits: string, at: number, text: string) =>
      `0\t1\t${digits.repeat(16)}\tabcdefabcdefabcd\t${noon + at * day}\t${text}\n`
    const lines = [...days.map((at) => line('11', at, `{"day":${at}}`)), line('22', days[0] ?? 0, 'other')]
    await store.connection.insert({
      table: 'segments',
      columns: ['checksum', 'server', 'trace_id', 'segment_id', 'received', 'document'],
      format: 'TabSeparated',
      body: () => Buffer.from(lines.join('')),
    })
    return store
  }

  /** Asks until the answer is known, which the asking itself never waits for. */
  async function areFew(store: Store): Promise<boolean> {
    const days = new StoredDays(store.connection)
    for (let tries = 0; tries < 50 && !days.areFew; tries++) await store.connection.rows('lookup', { sql: 'select 1' })
    return days.areFew
  }

  test.each([[[0]], [[0, 1]], [[0, 1, 5]]])(
    'are the same with the days of the directory and without: %j',
    async (days) => {
      await using store = await storeWith(days)
      const directory = await readDirectory(store.connection, 'lookup', ids, always)
      const texts = (found: ReadonlyMap<TraceId, readonly string[]>) =>
        [...found].map(([id, all]) => [id, all.toSorted()]).toSorted()
      const ofDocuments = await readDocuments(store.connection, 'load', directory, always)
      const ofDays = await readTexts(store.connection, directory, always)
      const ofAll = await readTextsOfAllDays(store.connection, ids, always)
      expect(texts(ofAll)).toEqual(texts(ofDays))
      expect(texts(new Map([...ofDocuments].map(([id, all]) => [id, all.map(({ text }) => text)])))).toEqual(
        texts(ofDays),
      )
      expect(texts(ofAll)).toEqual([
        [ids[0], days.map((at) => `{"day":${at}}`)],
        [ids[1], ['other']],
      ])
    },
  )

  test.each([[[0, 1]], [[0, 1, 5]]])('are those since the horizon: %j', async (days) => {
    await using store = await storeWith(days)
    const horizon = (noon + day / 2) as Micros
    const left = new Map([[ids[0], days.slice(1).map((at) => `{"day":${at}}`)]])
    const sorted = (found: ReadonlyMap<TraceId, readonly string[]>) =>
      new Map([...found].map(([id, all]) => [id, all.toSorted()]))
    expect(sorted(await readTextsOfAllDays(store.connection, ids, horizon))).toEqual(left)
    // The directory knows no more than the first and the last receipt of each.
    const directory = await readDirectory(store.connection, 'lookup', ids, always)
    expect(sorted(await readTexts(store.connection, directory, horizon))).toEqual(left)
  })

  test.each([
    [[0], true],
    [[0, 1], true],
    [[0, 2], false],
  ])('lie on few days or on many: %j', async (days, few) => {
    await using store = await storeWith(days)
    expect(await areFew(store)).toBe(few)
  })

  test('of an empty store are none', async () => {
    await using store = await engine.openEmptyStore()
    expect(await areFew(store)).toBe(false)
    expect(await store.documentsOf(ids)).toEqual(new Map())
  })
})
