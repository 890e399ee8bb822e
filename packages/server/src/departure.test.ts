import { once } from 'node:events'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Passage, startPassage } from './fixtures/passage.ts'
import { startTestServer, type TestServer } from './fixtures/test-server.ts'

const paths = ['count', 'list', 'group-by', 'histogram', 'activity', 'values', 'compare']

describe('who leaves before the answer', () => {
  let passage: Passage
  let server: TestServer
  beforeAll(async () => {
    passage = await startPassage()
    server = await startTestServer(passage.config)
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await passage[Symbol.asyncDispose]()
  })

  test.each(paths)('of /api/traces/%s leaves the engine nothing to do', async (path) => {
    const window = { start: 1_700_000_000, end: 1_700_003_600 }
    const asked = { ...window, by: path === 'compare' ? ['service'] : 'service', a: window, b: window }
    // Its window is in it: the server asks for itself as well, of other times.
    const held = passage.hold(String(window.start))
    const asking = request({ host: '127.0.0.1', port: server.port, path: `/api/traces/${path}`, method: 'POST' })
    asking.on('error', () => {})
    asking.end(JSON.stringify(asked))
    const { from } = await held
    expect(from.destroyed).toBe(false)
    asking.destroy()
    await once(from, 'close')
    expect((await server.request(`/api/traces/${path}`, { body: JSON.stringify(asked) })).status).toBe(200)
  })
})
