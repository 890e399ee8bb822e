import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { claimNumber } from './claim-number.ts'
import { identityOf } from './identity.ts'

describe('the number of a server', () => {
  let engine: TestEngine
  beforeAll(async () => {
    engine = await startTestEngine()
  })
  afterAll(() => engine[Symbol.asyncDispose]())

  const claim = (identity: string, state: number, number: number) => Buffer.from(`${number}\t${identity}\t${state}\n`)

  test('is the lowest that is free, and the same ever after', async () => {
    await using store = await engine.openStore('one')
    expect(await claimNumber(store.connection, 'a')).toBe(0)
    expect(await claimNumber(store.connection, 'b')).toBe(1)
    expect(await claimNumber(store.connection, 'a')).toBe(0)
  })

  test('is nobody else’s, however many start at the same moment', async () => {
    await using store = await engine.openStore('many')
    const identities = Array.from({ length: 12 }, (_, index) => `server ${index}`)
    const given = await Promise.all(identities.map((identity) => claimNumber(store.connection, identity)))
    expect(new Set(given).size).toBe(12)
    const again = await Promise.all(identities.map((identity) => claimNumber(store.connection, identity)))
    expect(again).toEqual(given)
  })

  test('is taken up where an earlier start ended between claim and confirmation', async () => {
    await using store = await engine.openStore('begun')
    const columns = ['number', 'identity', 'state']
    await store.connection.insert({ table: 'servers', columns, format: 'TabSeparated', body: () => claim('a', 1, 5) })
    expect(await claimNumber(store.connection, 'b')).toBe(0)
    expect(await claimNumber(store.connection, 'a')).toBe(5)
  })

  test('is refused by name when there is none left', async () => {
    await using store = await engine.openStore('full')
    const columns = ['number', 'identity', 'state']
    const all = Buffer.concat(Array.from({ length: 64 }, (_, number) => claim(`old ${number}`, 3, number)))
    await store.connection.insert({ table: 'servers', columns, format: 'TabSeparated', body: () => all })
    await expect(claimNumber(store.connection, 'new')).rejects.toMatchObject({ code: 'TooManyServers' })
    expect(await claimNumber(store.connection, 'old 63')).toBe(63)
  })
})

test('a data directory keeps its identity, and makes a new one where the file holds none', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'roentgen-identity-'))
  try {
    const identity = await identityOf(directory)
    expect(await identityOf(directory)).toBe(identity)
    expect(await readFile(join(directory, 'server-id'), 'utf8')).toBe(`${identity}\n`)
  } finally {
    await rm(directory, { recursive: true })
  }
})
