import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEngine } from '@roentgen/embedded'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newTraceId, segment } from './fixtures/documents.ts'
import { readLive } from './fixtures/live-reader.ts'
import { datagramOf, startTestServer, type TestServer } from './fixtures/test-server.ts'

let folder: string
let engine: Awaited<ReturnType<typeof startEngine>>
let here: TestServer
let there: TestServer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roentgen-live-'))
  engine = await startEngine({ dataDir: join(folder, 'engine') })
  const clickhouse = engine.url.replace('://', `://${engine.username}:${engine.password}@`)
  here = await startTestServer({ dataDir: join(folder, 'here'), clickhouse })
  there = await startTestServer({ dataDir: join(folder, 'there'), clickhouse, role: 'worker' })
}, 60_000)
afterAll(async () => {
  await there?.stop()
  await here?.stop()
  await engine?.close()
  await rm(folder, { recursive: true, force: true })
})

test('a live stream tells of traces that another server of the store received', async () => {
  await there.send(datagramOf(segment({ name: 'before', fault: true })))
  await there.flush()
  await using stream = await readLive(here.port, 'topics=map,traces&filter=fault')
  const { data } = await stream.next('traces')
  const trace_id = newTraceId()
  await there.send(datagramOf(segment({ name: 'well' })), datagramOf(segment({ trace_id, fault: true })))
  await stream.next('traces')
  const since = await here.post('/api/live/traces', { filter: 'fault', after: data.revision })
  expect(since.body).toMatchObject({ traces: [{ Id: trace_id }], complete: true })
  expect(stream.events.filter(({ event }) => event === 'map').length).toBeGreaterThan(1)
}, 60_000)
