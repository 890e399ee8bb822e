import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Connection } from './connection.ts'
import { startTestEngine, type TestEngine } from './fixtures/engine.ts'
import type { Store } from './store.ts'

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

  test('says when a question reads too much, and when a statement is wrong', async () => {
    const slow = { sql: 'select sleepEachRow(0.1) from numbers(100)', settings: { max_execution_time: 1 } }
    await expect(store.connection.rows('ask', slow)).rejects.toMatchObject({
      code: 'QuestionTooExpensive',
      status: 400,
    })
    const wrong = { sql: 'select nothing from nowhere' }
    await expect(store.connection.rows('ask', wrong)).rejects.toMatchObject({ code: 'EngineRefused', status: 500 })
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
