import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readStateFile, removeStateFile, type ShopState, writeStateFile } from './state-file.ts'

let dataDir: string
const state: ShopState = {
  pid: process.pid,
  shop: 'http://127.0.0.1:8080',
  roentgen: 'http://127.0.0.1:2000',
  token: 'secret',
  language: 'node',
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'roentgen-state-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

test('a shop is found by its file until it removes it', async () => {
  expect(await readStateFile(dataDir)).toBeUndefined()
  await writeStateFile(dataDir, state)
  expect(await readStateFile(dataDir)).toEqual(state)
  await removeStateFile(dataDir)
  expect(await readStateFile(dataDir)).toBeUndefined()
})

test('the file that a killed shop left behind is no shop', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  await writeStateFile(dataDir, { ...state, pid })
  expect(await readStateFile(dataDir)).toBeUndefined()
})

test.each(['', '{', '[]', '"x"', '{"pid":1}'])('a file that holds %j is no shop', async (text) => {
  await writeFile(join(dataDir, 'shop.json'), text)
  expect(await readStateFile(dataDir)).toBeUndefined()
})

test('only its owner can read the token', async () => {
  await writeStateFile(dataDir, state)
  expect((await stat(join(dataDir, 'shop.json'))).mode & 0o077).toBe(0)
})
