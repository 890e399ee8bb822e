import type { Micros, SegmentId } from '@roentgen/trace'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { id, segment, trace } from '../fixtures/documents.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { readStoredIds } from '../queries/stored-ids.ts'
import type { Store } from '../store.ts'
import { encodeRecord } from '../write-ahead/record.ts'
import { BloomFilter, type Words } from './bloom-filter.ts'
import { DirectoryFilter } from './directory-filter.ts'
import { insertDocuments } from './insert-documents.ts'

const noon = 1_732_000_000_000_000 as Micros

function line(number: number): Buffer {
  const text = segment(trace(number), { id: number, at: noon })
  return encodeRecord({ server: 0, traceId: trace(number), segmentId: id(number) as SegmentId, received: noon, text })
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

const hex = (n: number, factor: number) => (Math.imul(n, factor) >>> 0).toString(16).padStart(8, '0')

describe('the filter over the trace directory', () => {
  let engine: TestEngine
  let store: Store

  beforeAll(async () => {
    engine = await startTestEngine()
  })
  afterAll(() => engine[Symbol.asyncDispose]())
  beforeEach(async () => {
    store = await engine.openStore(`filter${performance.now().toFixed(0)}`)
    return () => store.close()
  })

  const insert = (range: readonly number[]) =>
    insertDocuments(store.connection, { contents: async () => [Buffer.concat(range.map(line))] }, async () => {})

  test('rules nothing out before it has read the directory', async () => {
    const filter = new DirectoryFilter(store.connection)
    expect(filter.rulesOut(trace(1))).toBe(false)
    expect(filter.isDue).toBe(true)
    await filter.fill()
    expect(filter.rulesOut(trace(1))).toBe(true)
    expect(filter.isDue).toBe(false)
  })

  test('rules out what is not stored, and nothing that is', async () => {
    await insert(numbers(0, 2000))
    const filter = new DirectoryFilter(store.connection)
    await filter.fill()
    expect(numbers(0, 2000).filter((number) => filter.rulesOut(trace(number)))).toEqual([])
    expect(numbers(2000, 12_000).filter((number) => !filter.rulesOut(trace(number))).length).toBeLessThan(100)
  })

  test('knows what is added, also while it reads', async () => {
    await insert(numbers(0, 10))
    const filter = new DirectoryFilter(store.connection)
    const filled = filter.fill()
    await filter.add([trace(10)])
    await filled
    await filter.add([trace(11)])
    expect(numbers(0, 14).map((number) => filter.rulesOut(trace(number)))).toEqual([
      ...numbers(0, 12).map(() => false),
      true,
      true,
    ])
  })

  test('stays as it was where the directory cannot be read', async () => {
    const filter = new DirectoryFilter(store.connection)
    await store.connection.command({ sql: 'rename table traces to elsewhere' })
    await expect(filter.fill()).rejects.toThrow()
    expect(filter.rulesOut(trace(1))).toBe(false)
    expect(filter.isDue).toBe(false)
  })

  test('reads nothing of a directory that is too large for it, and rests after that as after a failure', async () => {
    await insert(numbers(0, 10))
    const filter = new DirectoryFilter(store.connection, { mostIds: 9 })
    expect(filter.isDue).toBe(true)
    await filter.fill()
    expect(filter.rulesOut(trace(11))).toBe(false)
    expect(filter.isDue).toBe(false)
  })

  test('reads every stored id, page by page, in the order of the directory', async () => {
    // The engine orders by the second half of an id first.
    const ids = numbers(0, 700).map(
      (n) => `${hex(n, 0x9e3779b1)}${hex(n, 0x85ebca6b)}${hex(n, 0xc2b2ae35)}${hex(n, 1)}`,
    )
    for (const some of [ids.slice(0, 300), ids.slice(200, 500), ids.slice(500)])
      await store.connection.command({
        sql: 'insert into traces select arrayJoin({some:Array(UUID)}), 1, 1, 1',
        parameters: { some },
      })
    const read: string[] = []
    for await (const page of readStoredIds(store.connection, 100)) {
      expect(page.length).toBeLessThanOrEqual(100)
      for (const words of page) read.push(words.map((word) => word.toString(16).padStart(8, '0')).join(''))
    }
    expect(new Set(read)).toEqual(new Set(ids))
    expect(read.length).toBeLessThanOrEqual(800)
  })
})

test('a crowded Bloom filter never says that something it holds is absent', () => {
  const filter = new BloomFilter(100, 2 ** 12)
  const words = (number: number): Words => [number, 0x67000000, 0, Math.imul(number, 0x9e3779b1) >>> 0]
  for (const number of numbers(0, 50)) filter.add(words(number))
  for (const number of numbers(0, 50)) filter.add(words(number))
  expect(filter.added).toBe(50)
  for (const number of numbers(0, 2000)) filter.add(words(number))
  expect(filter.added).toBeGreaterThan(filter.capacity)
  expect(numbers(0, 2000).every((number) => filter.mayHold(words(number)))).toBe(true)
})
