import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, startEngine } from '@roentgen/embedded'
import { openStore } from '@roentgen/store'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMapsAhead } from './read-ahead.ts'

let directory: string
let engine: Engine
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'roentgen-ahead-'))
  engine = await startEngine({ dataDir: directory })
}, 30_000)
afterAll(async () => {
  await engine.close()
  await rm(directory, { recursive: true, force: true })
})

/** A log, and the messages that it was given. */
function kept() {
  const messages: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => messages.push(JSON.parse(line).msg) })
  return { log, messages }
}
const opened = () => openStore({ url: engine.url, username: engine.username, password: engine.password })
async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('not within 10 s')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('the map is read ahead, and what was read is told', async () => {
  await using store = await opened()
  const { log, messages } = kept()
  const reading = readMapsAhead(store, log)
  await until(() => messages.length > 0)
  await reading.close()
  expect(messages).toEqual(['Read the map ahead'])
})

test('a server that closes before waits for no map, and complains of none', async () => {
  await using store = await opened()
  const { log, messages } = kept()
  await readMapsAhead(store, log).close()
  expect(messages).toEqual([])
})

test('a map that cannot be read ahead is told of, and the server goes on', async () => {
  await using store = await opened()
  const { log, messages } = kept()
  const reading = readMapsAhead(store, log, () => Number.NaN)
  await until(() => messages.length > 0)
  await reading.close()
  expect(messages).toEqual(['Could not read the map ahead: the first one will take longer'])
})
