import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, startEngine } from '@roentgen/embedded'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from './fixtures/test-server.ts'

const paths = ['count', 'list', 'group-by', 'histogram', 'activity', 'values', 'compare']

describe('who leaves before the answer', () => {
  let directory: string
  let engine: Engine
  let passage: Server
  let server: TestServer
  let isHeld = false
  /** A question has come by this connection, and does not go on to the engine. */
  let onHeld: (fromServer: Socket) => void = () => {}

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'roentgen-departure-'))
    engine = await startEngine({ dataDir: directory })
    const { port } = new URL(engine.url)
    passage = createServer((fromServer) => {
      const toEngine = connect(Number(port), '127.0.0.1')
      fromServer.on('data', (bytes) => {
        if (isHeld && bytes.includes('log_comment=ask')) onHeld(fromServer)
        else toEngine.write(bytes)
      })
      toEngine.pipe(fromServer)
      fromServer.on('error', () => {}).on('close', () => toEngine.destroy())
      toEngine.on('error', () => {}).on('close', () => fromServer.destroy())
    }).listen(0, '127.0.0.1')
    await once(passage, 'listening')
    const { port: own } = passage.address() as AddressInfo
    server = await startTestServer({
      clickhouse: `http://127.0.0.1:${own}`,
      clickhouseUser: engine.username,
      clickhousePassword: engine.password,
    })
  })
  afterAll(async () => {
    isHeld = false
    await server[Symbol.asyncDispose]()
    await new Promise((resolve) => passage.close(resolve))
    await engine.close()
    await rm(directory, { recursive: true, force: true })
  })

  test.each(paths)('of /api/traces/%s leaves the engine nothing to do', async (path) => {
    const window = { start: 1_700_000_000, end: 1_700_003_600 }
    const asked = { ...window, by: path === 'compare' ? ['service'] : 'service', a: window, b: window }
    isHeld = true
    const held = new Promise<Socket>((resolve) => {
      onHeld = resolve
    })
    const asking = request({ host: '127.0.0.1', port: server.port, path: `/api/traces/${path}`, method: 'POST' })
    asking.on('error', () => {})
    asking.end(JSON.stringify(asked))
    const question = await held
    expect(question.destroyed).toBe(false)
    asking.destroy()
    await once(question, 'close')
    isHeld = false
    expect((await server.request(`/api/traces/${path}`, { body: JSON.stringify(asked) })).status).toBe(200)
  })
})
