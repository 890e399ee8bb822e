import { watch } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Connection } from './connection.ts'
import { startTestEngine, type TestEngine } from './fixtures/engine.ts'
import { NativeBlock } from './native-block.ts'
import type { Store } from './store.ts'
import { listingColumns } from './summary-columns.ts'

describe('a connection', () => {
  let engine: TestEngine
  let store: Store

  beforeAll(async () => {
    engine = await startTestEngine()
    store = await engine.openStore()
  })
  afterAll(async () => {
    await store.close()
    await engine[Symbol.asyncDispose]()
  })

  test('answers 64-bit integers as numbers and binds parameters', async () => {
    const sql = 'select {time:Int64} + 1, {text:String}, {ids:Array(UUID)}'
    const text = "'; drop table segments; --\n\\"
    const parameters = { time: 1_732_000_000_000_000, text, ids: ['67000000000000000000000000000001'] }
    expect(await store.connection.rows('ask', { sql, parameters })).toEqual([
      [1_732_000_000_000_001, text, ['67000000-0000-0000-0000-000000000001']],
    ])
  })

  test('binds thousands of ids at once', async () => {
    const ids = Array.from({ length: 5_000 }, (_, i) => i.toString(16).padStart(32, '0'))
    const sql = 'select length({ids:Array(UUID)})'
    expect(await store.connection.rows('load', { sql, parameters: { ids } })).toEqual([[5_000]])
  })

  test('waits for an engine that was killed, for questions and for loads', async () => {
    const killed = engine.pid
    if (killed === undefined) throw new Error('no engine')
    process.kill(killed, 'SIGKILL')
    const [answer] = await Promise.all([
      store.connection.rows('lookup', { sql: 'select 1' }),
      store.connection.insert({
        table: 'migrations',
        columns: ['number', 'name'],
        format: 'TabSeparated',
        body: () => Buffer.from('1\tsegments\n'),
      }),
    ])
    expect(answer).toEqual([[1]])
    expect(engine.pid).not.toBe(killed)
  })

  /** Rows of listings, of this many bytes each at least. */
  function listings(rows: number, firstKey: number): Buffer {
    const block = new NativeBlock(listingColumns)
    for (let at = 0; at < rows; at++) {
      block.row()
      block.int64(firstKey + at)
      block.uuid(at.toString(16).padStart(32, '0'))
      block.uint32(1)
      block.uint8(0)
      block.blob(Buffer.alloc(100, at & 255))
    }
    return block.bytes()
  }

  const rowsFrom = async (firstKey: number) =>
    (
      await store.connection.rows('ask', {
        sql: `select count(), sum(length(listed)) from listings where key_time >= ${firstKey} and key_time < ${firstKey + 100_000}`,
      })
    )[0]

  test('gives blocks to its own engine as files, and leaves none behind', async () => {
    const names: (string | null)[] = []
    const watcher = watch(engine.spool, (_, name) => names.push(name))
    await store.connection.insertBlock({ table: 'listings', columns: listingColumns, block: listings(1_000, 100_000) })
    expect(await rowsFrom(100_000)).toEqual([1_000, 100_000])
    await expect.poll(() => names).toContainEqual(expect.stringMatching(/^block-.*\.native$/))
    watcher.close()
    expect((await readdir(engine.spool)).filter((name) => name.startsWith('block-'))).toEqual([])
  })

  test.each([
    ['that cannot be written to', '/nowhere/at/all'],
    ['of which the engine would take the path for a pattern', '/any*where'],
  ])('sends blocks over HTTP where there is a spool %s', async (_, spool) => {
    const firstKey = spool.length * 100_000
    await using connection = engine.connectWithSpool('roentgen', spool)
    await connection.insertBlock({ table: 'listings', columns: listingColumns, block: listings(1_000, firstKey) })
    expect(await rowsFrom(firstKey)).toEqual([1_000, 100_000])
  })

  test('says when a question reads too much, and when a statement is wrong', async () => {
    const slow = { sql: 'select sleepEachRow(0.1) from numbers(100)', settings: { max_execution_time: 1 } }
    await expect(store.connection.rows('ask', slow)).rejects.toMatchObject({
      code: 'QuestionTooExpensive',
      status: 400,
    })
    const wrong = { sql: 'select nothing from nowhere' }
    await expect(store.connection.rows('ask', wrong)).rejects.toMatchObject({ code: 'EngineRefused', status: 500 })
  })

  test('ends a question that nobody waits for any more, and no other', async () => {
    const departure = new AbortController()
    const leaving = store.connection.until(departure.signal)
    const running = async () => {
      const sql =
        "select count() from system.processes where query like '%nobody waits%' and not query like '%processes%'"
      return (await store.connection.rows('lookup', { sql }))[0]?.[0]
    }
    const slow = leaving.rows('ask', {
      sql: "select 'nobody waits', sum(sleepEachRow(0.2)) from numbers(1000) settings max_block_size = 1",
    })
    const other = store.connection.rows('ask', { sql: 'select sleep(0.5)' })
    const ended = expect(slow).rejects.toMatchObject({ code: 'Abandoned' })
    await expect.poll(running, { timeout: 5_000 }).toBe(1)
    departure.abort()
    await ended
    await expect.poll(running, { timeout: 5_000 }).toBe(0)
    expect(await other).toEqual([[0]])
    await expect(leaving.rows('ask', { sql: 'select 1' })).rejects.toMatchObject({ code: 'Abandoned' })
  })

  test('says that the engine is away when its patience ends', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    await using connection = new Connection({ url: `http://127.0.0.1:${port}`, patience: 100 })
    await expect(connection.rows('ask', { sql: 'select 1' })).rejects.toMatchObject({
      code: 'EngineUnavailable',
      status: 503,
    })
  })
})
