import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Micros } from '@roentgen/trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newTraceId, segment } from './fixtures/documents.ts'
import { startTestServer, type TestServer } from './fixtures/test-server.ts'

const day = 86_400
const now = Math.floor(Date.now() / 1000)

/** A line of a backup: a segment that ended and was received so many days ago, and some seconds later. */
function lineOf(traceId: string, days: number, seconds = 0): string {
  const at = now - days * day + seconds
  const document = JSON.stringify(segment({ trace_id: traceId, start_time: at - 1, end_time: at }))
  return JSON.stringify({ received: at * 1e6, document })
}

describe('lines of a backup', () => {
  let dataDir: string
  let server: TestServer
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'roentgen-restore-'))
    server = await startTestServer({ dataDir })
  })
  afterAll(async () => {
    await server?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  const restore = async (...lines: readonly string[]) => {
    const { status, text } = await server.request('/api/restore', { body: lines.join('\n') })
    return { status, body: JSON.parse(text) }
  }
  const listed = async () => {
    await server.flush()
    const { body } = await server.post('/TraceSummaries', { StartTime: now - 100 * day, EndTime: now + day })
    return (body as { TraceSummaries: { Id: string }[] }).TraceSummaries.map(({ Id }) => Id)
  }
  const since = async () =>
    JSON.parse((await server.request('/api/health', { method: 'GET' })).text).retention.since as string | null
  const verified = async () => (await server.request('/api/verify')).text
  const noDifference = '{"done":true,"differences":0}\n'

  test('go with a shorter retention, and can be restored where it is longer again', async () => {
    const [kept, gone] = [newTraceId(), newTraceId()]
    const lines = [lineOf(gone, 20), lineOf(kept, 2)]
    await restore(...lines)
    await server.flush()
    await server.stop()
    server = await startTestServer({ dataDir, retention: (7 * day * 1e6) as Micros })
    await expect.poll(since, { timeout: 20_000 }).not.toBeNull()
    await expect.poll(listed, { timeout: 20_000 }).not.toContain(gone)
    expect(await listed()).toContain(kept)
    expect(await restore(...lines)).toMatchObject({ body: { restored: 1, older: 1 } })
    expect(await verified()).toBe(noDifference)
    await server.stop()
    server = await startTestServer({ dataDir })
    expect(await listed()).not.toContain(gone)
    expect(await restore(...lines)).toMatchObject({ body: { restored: 2, older: 0 } })
    expect(await listed()).toContain(gone)
    const { body } = await server.post('/Traces', { TraceIds: [gone] })
    expect(body).toMatchObject({ Traces: [{ Id: gone }] })
    expect(await verified()).toBe(noDifference)
  }, 60_000)

  test('come back under their old receipts, in any order and any company; what is too old is left out', async () => {
    const [older, first, second, third] = Array.from({ length: 4 }, newTraceId) as [string, string, string, string]
    const lines = [lineOf(first, 20), lineOf(second, 10), lineOf(third, 9)]
    const late = [lineOf(first, 19.75, 5), lineOf(second, 10, 3), lineOf(first, 20, -50), lineOf(third, 5)]
    expect(await restore(...late, lineOf(older, 40))).toEqual({
      status: 200,
      body: { restored: 4, older: 1, rejected: [] },
    })
    await server.flush()
    expect(await restore(...lines)).toMatchObject({ body: { restored: 3, older: 0 } })
    expect(await restore(...lines, ...late)).toMatchObject({ body: { restored: 7 } })
    expect((await listed()).filter((id) => [first, second, third].includes(id))).toEqual([third, second, first])
    expect(await verified()).toBe(noDifference)
  })

  test('older than the retention are left out by a server too that drops nothing', async () => {
    const [old, older, young] = Array.from({ length: 3 }, newTraceId) as [string, string, string]
    expect(await restore(lineOf(old, 20))).toMatchObject({ body: { restored: 1 } })
    await server.flush()
    await server.stop()
    server = await startTestServer({ dataDir, retention: (7 * day * 1e6) as Micros, keepAll: true })
    expect(await restore(lineOf(older, 20), lineOf(young, 2))).toMatchObject({ body: { restored: 1, older: 1 } })
    const measured = async () => (await server.request('/metrics', { method: 'GET' })).text
    await expect.poll(measured, { timeout: 20_000 }).toMatch(/^roentgen_disk_used_bytes [1-9]/m)
    expect(await listed()).toEqual(expect.arrayContaining([old, young]))
  })

  test('are rejected by name where they are not what a backup holds', async () => {
    const future = JSON.stringify({ received: (now + day) * 1e6, document: JSON.stringify(segment()) })
    const { body } = await restore(
      'nonsense',
      '{"received":1}',
      '{"document":"{}"}',
      future,
      '{"received":5e15,"document":"{}"}',
      lineOf('1-2', 1),
    )
    expect(body).toMatchObject({ restored: 0, older: 0 })
    expect(body.rejected.map(({ line }: { line: number }) => line)).toEqual([1, 2, 3, 4, 5, 6])
    expect(body.rejected[3].reason).toContain("after this server's clock")
  })
})
