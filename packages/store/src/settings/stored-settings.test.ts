import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import type { Store } from '../store.ts'
import { writeSettings } from './stored-settings.ts'

const write = ({ connection }: Store, name: string, value: string | undefined) =>
  writeSettings(connection, [{ kind: 'group', name, value }])

describe('a setting', () => {
  let engine: TestEngine
  beforeAll(async () => {
    engine = await startTestEngine()
  })
  afterAll(() => engine[Symbol.asyncDispose]())

  test('is kept as it was last written, for every server on the store, until it is removed', async () => {
    await using store = await engine.openStore('settings')
    await using other = await engine.openStore('settings')
    const odd = `{"a":"it's \\\\ \\u0000\\n\\n; drop table settings"}\t\u0000`
    await write(store, "a'; --", odd)
    await write(store, 'b', '1')
    await write(other, 'b', '2')
    expect(await store.settings('group')).toEqual([
      { name: "a'; --", value: odd },
      { name: 'b', value: '2' },
    ])
    await write(other, 'b', undefined)
    expect((await store.settings('group')).map(({ name }) => name)).toEqual(["a'; --"])
    await write(store, 'b', '3')
    expect(await other.settings('group')).toContainEqual({ name: 'b', value: '3' })
  })
})
