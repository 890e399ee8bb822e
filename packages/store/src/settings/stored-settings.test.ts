import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'

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
    await store.writeSetting('group', "a'; --", odd)
    await store.writeSetting('group', 'b', '1')
    await other.writeSetting('group', 'b', '2')
    expect(await store.settings('group')).toEqual([
      { name: "a'; --", value: odd },
      { name: 'b', value: '2' },
    ])
    await other.writeSetting('group', 'b', undefined)
    expect((await store.settings('group')).map(({ name }) => name)).toEqual(["a'; --"])
    await store.writeSetting('group', 'b', '3')
    expect(await other.settings('group')).toContainEqual({ name: 'b', value: '3' })
  })
})
