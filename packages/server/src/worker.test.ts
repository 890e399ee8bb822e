import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEngine } from '@roentgen/embedded'
import { dayOfDate, openStore } from '@roentgen/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { segment } from './fixtures/documents.ts'
import { startTestServer, type TestServer } from './fixtures/test-server.ts'

const secondsOfDay = 86_400
const now = Math.floor(Date.now() / 1000)
const dateBefore = (days: number) => new Date((now - days * secondsOfDay) * 1000).toISOString().slice(0, 10)

function lineOf(days: number): string {
  const at = now - days * secondsOfDay
  const document = JSON.stringify(segment({ start_time: at - 1, end_time: at }))
  return JSON.stringify({ received: at * 1e6, document })
}

describe('a worker', () => {
  let folder: string
  let engine: Awaited<ReturnType<typeof startEngine>>
  let worker: TestServer
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'roentgen-worker-'))
    engine = await startEngine({ dataDir: join(folder, 'engine') })
    const clickhouse = engine.url.replace('://', `://${engine.username}:${engine.password}@`)
    worker = await startTestServer({ dataDir: join(folder, 'worker'), clickhouse, role: 'worker' })
  })
  afterAll(async () => {
    await worker?.stop()
    await engine?.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('takes lines of a backup, but for days that were dropped: these are the control server’s to take back', async () => {
    const { url, username, password } = engine
    await using store = await openStore({ url, username, password })
    const since = dayOfDate(dateBefore(5))
    if (since === undefined) throw new Error('no day')
    await store.horizon.move(since)
    await store.horizon.settle()
    expect(await worker.request('/api/restore', { body: lineOf(10) })).toMatchObject({
      status: 400,
      text: expect.stringContaining(
        `documents of ${dateBefore(10)}, and everything received before ${dateBefore(5)} was dropped. Only the control server`,
      ),
    })
    await store.horizon.refresh()
    expect(store.horizon.time).toBe(since)
    const { text } = await worker.request('/api/restore', { body: lineOf(1) })
    expect(JSON.parse(text)).toEqual({ restored: 1, older: 0, rejected: [] })
  })

  test('restores no groups, and says where to', async () => {
    const groups = [{ name: 'slow', value: '{"arn":"arn:slow"}' }]
    expect(await worker.post('/api/restore/groups', { groups })).toMatchObject({
      status: 400,
      body: { Message: 'Groups are changed by the control server: restore there.' },
    })
  })

  test('has the groups of the control server as soon as that has answered, and puts traces into them', {
    timeout: 60_000,
  }, async () => {
    const clickhouse = engine.url.replace('://', `://${engine.username}:${engine.password}@`)
    await using control = await startTestServer({ dataDir: join(folder, 'control'), clickhouse })
    const follower = { clickhouse, role: 'worker' as const, control: `http://127.0.0.1:${control.port}` }
    await using second = await startTestServer({ ...follower, dataDir: join(folder, 'second') })
    // Each knows the groups as they were; the change comes by way of a worker.
    const put = async (server: TestServer, name: string) => {
      await server.post('/TraceSegments', { TraceSegmentDocuments: [JSON.stringify(segment({ name, fault: true }))] })
      await server.flush()
    }
    await put(worker, 'before')
    await put(second, 'before')
    const { body } = await second.post('/CreateGroup', { GroupName: 'shared', FilterExpression: 'fault' })
    for (const server of [worker, second, control]) {
      expect((await server.post('/GetGroup', { GroupName: 'shared' })).body).toEqual(body)
      await put(server, 'after')
    }
    const seconds = Date.now() / 1000
    const asked = { GroupName: 'shared', StartTime: seconds - 600, EndTime: seconds + 60 }
    for (const server of [worker, second, control])
      expect((await server.post('/ServiceGraph', asked)).body).toMatchObject({
        Services: [
          { Name: 'after', Type: '', SummaryStatistics: { TotalCount: 3 } },
          { Name: 'after', Type: 'client' },
        ],
      })
  })

  test('says nothing of what the control server alone measures', async () => {
    const { text } = await worker.request('/metrics', { method: 'GET' })
    expect(text).toContain('# TYPE roentgen_disk_used_bytes gauge')
    expect(text).not.toMatch(/^roentgen_disk_used_bytes/m)
    expect(text).toMatch(/^roentgen_disk_free_bytes \d/m)
  })
})
