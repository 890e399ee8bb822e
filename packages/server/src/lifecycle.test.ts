import { rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BatchGetTracesCommand } from '@aws-sdk/client-xray'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newTraceId, segment } from './fixtures/documents.ts'
import type { TestServer } from './fixtures/test-server.ts'
import { datagramOf, startTestServer } from './fixtures/test-server.ts'

const get = (server: TestServer, path: string) => server.request(path, { method: 'GET' })

describe('a server', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test('says what is listening, that it is well, and what it counted', async () => {
    const about = await get(server, '/')
    expect(JSON.parse(about.text)).toMatchObject({
      name: 'Roentgen',
      listening: { segments: `udp://127.0.0.1:${server.port}`, 'X-Ray API': `http://127.0.0.1:${server.port}` },
    })
    expect(await get(server, '/healthz')).toMatchObject({ status: 200, text: '{"ok":true,"reasons":[]}' })
    const { text, headers } = await get(server, '/metrics')
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[\d.e+-]+)$/)
    for (const thread of ['main', 'ingest', 'udp'])
      expect(text).toContain(`roentgen_event_loop_delay_seconds{thread="${thread}",quantile="0.99"}`)
  })

  test('reports what came in, what it rejected and why, and how its engine is', async () => {
    await server.send(datagramOf(segment({})), '{"format":"xml","version":1}\n{}', '{"format":"xml","version":1}\n{}')
    await server.flush()
    expect(JSON.parse((await get(server, '/api/health')).text)).toMatchObject({
      ok: true,
      started: expect.any(Number),
      received: { accepted: { udp: 1, http: 0 }, rejected: 2 },
      datagrams: { received: 3, dropped: 0 },
      rejections: [{ source: 'udp', code: 'unknown_format', count: 2 }],
      engine: { problem: null, restarts: 0 },
      store: { days: 1 },
    })
  })

  test('keeps a second one off its directory, and names itself', async () => {
    await expect(startTestServer({ dataDir: server.dataDir })).rejects.toThrow(String(process.pid))
  })

  test('says of a directory that cannot be made which, why, and what to do', async () => {
    const file = join(server.dataDir, 'a-file')
    await writeFile(file, '')
    for (const [dataDir, problem] of [
      [file, 'EEXIST'],
      [join(file, 'below'), 'ENOTDIR'],
    ] as const)
      await expect(startTestServer({ dataDir })).rejects.toThrow(
        `The data directory ${dataDir} cannot be made or used (${problem}). Choose`,
      )
  })
})

describe('a server', () => {
  const running: TestServer[] = []
  afterEach(async () => {
    for (const server of running.splice(0)) await server[Symbol.asyncDispose]()
  })
  async function started(): Promise<TestServer> {
    const server = await startTestServer()
    running.push(server)
    return server
  }

  test('that stops while it reads its map ahead closes well, and the next one answers the map as before', async () => {
    const server = await started()
    await server.send(datagramOf(segment({})))
    await server.flush()
    const now = Date.now() / 1000
    const ask = (of: TestServer) => of.post('/ServiceGraph', { StartTime: now - 3600, EndTime: now + 60 })
    const before = await ask(server)
    expect(before).toMatchObject({ status: 200, body: { Services: [{}, {}] } })
    const stopped = await server.restart()
    // It begins to read 200 ms after its start.
    await sleep(220)
    const again = await stopped.restart()
    running.push(again)
    expect(await ask(again)).toEqual(before)
  })

  test('that cannot start leaves its directory free for the next try', async () => {
    const server = await started()
    const { dataDir } = server
    await server.stop()
    await rename(join(dataDir, 'write-ahead'), join(dataDir, 'moved-away'))
    await writeFile(join(dataDir, 'write-ahead'), 'a file where a directory should be')
    await expect(startTestServer({ dataDir })).rejects.toThrow('EEXIST')
    await unlink(join(dataDir, 'write-ahead'))
    await using next = await startTestServer({ dataDir })
    expect(await get(next, '/healthz')).toMatchObject({ status: 200 })
    // Three starts.
  }, 45_000)

  test('that is closed has put on disk what it had received, and the next one answers it', async () => {
    const server = await started()
    const trace_id = newTraceId()
    await server.send(...Array.from({ length: 300 }, () => datagramOf(segment({ trace_id }))))
    const over = segment({ trace_id })
    await server.post('/TraceSegments', { TraceSegmentDocuments: [JSON.stringify(over)] })
    const next = await server.restart()
    try {
      const { Traces } = await next.client.send(new BatchGetTracesCommand({ TraceIds: [trace_id] }))
      expect(Traces?.[0]?.Segments).toHaveLength(301)
      const window = { StartTime: over.start_time - 60, EndTime: over.end_time + 60 }
      expect((await next.post('/TraceSummaries', window)).body).toMatchObject({
        TraceSummaries: [{ Id: trace_id, Revision: 301 }],
      })
      expect((await next.request('/api/verify')).text).toBe('{"done":true,"differences":0}\n')
    } finally {
      await next[Symbol.asyncDispose]()
    }
    // Two starts.
  }, 30_000)
})
