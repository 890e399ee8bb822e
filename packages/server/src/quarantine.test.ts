import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeRecord } from '@roentgen/store'
import { type Micros, parseSegmentId, parseTraceId } from '@roentgen/trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { segment } from './fixtures/documents.ts'
import { startTestServer, type TestServer } from './fixtures/test-server.ts'

const reason = 'Cannot parse input: expected a time'

describe('documents in quarantine', () => {
  let server: TestServer
  let dataDir: string
  const documents = [segment(), segment(), segment()]
  const ids = ['00000001-0-a', '00000002-0-b', '00000003-0-c']

  /** As an earlier process of a server left them; the last one is damaged. */
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'roentgen-quarantine-'))
    await mkdir(join(dataDir, 'quarantine'))
    for (const [n, document] of documents.entries()) {
      const traceId = parseTraceId(document.trace_id)
      const segmentId = parseSegmentId(document.id)
      if (traceId === undefined || segmentId === undefined) throw new Error('no ids')
      const received = (Date.now() * 1000) as Micros
      const line = encodeRecord({ server: 0, traceId, segmentId, received, text: JSON.stringify(document) }).toString()
      const record = n === 2 ? line.replace('shop', 'pohs') : line
      await writeFile(join(dataDir, 'quarantine', `${ids[n]}.json`), JSON.stringify({ time: 1000 + n, reason, record }))
    }
    server = await startTestServer({ dataDir })
  })
  afterAll(async () => {
    await server?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  const get = async (path: string) => JSON.parse((await server.request(path, { method: 'GET' })).text)

  test('are listed with reason and text, counted, and shown with the rejected ones after a restart', async () => {
    const report = await get('/api/quarantine')
    expect(report).toMatchObject({ records: 3, bytes: expect.any(Number) })
    expect(report.quarantined[1]).toEqual({
      id: ids[1],
      time: 1001,
      received: expect.any(Number),
      reason,
      traceId: documents[1]?.trace_id,
      segmentId: documents[1]?.id,
      document: JSON.stringify(documents[1]),
    })
    expect(report.quarantined[0]).toMatchObject({ id: ids[2], document: expect.stringContaining('pohs') })
    expect(await server.post('/api/quarantine/show', { ids: [ids[0], '../lock'] })).toMatchObject({
      status: 200,
      body: { records: 3, quarantined: [{ id: ids[0], document: JSON.stringify(documents[0]) }] },
    })
    const { rejected } = await get('/api/rejected')
    expect(rejected.map(({ time, source, code }: Record<string, unknown>) => [time, source, code])).toEqual([
      [1002, 'loader', 'Quarantined'],
      [1001, 'loader', 'Quarantined'],
      [1000, 'loader', 'Quarantined'],
    ])
    expect((await get('/api/health')).quarantine).toMatchObject({ records: 3 })
    expect((await server.request('/metrics', { method: 'GET' })).text).toContain('\nroentgen_quarantine_records 3\n')
  })

  test('are stored by a retry, their files go, and a damaged one stays', async () => {
    expect(await server.post('/api/quarantine/retry', { ids: [ids[0], 'unknown', '../../lock/1'] })).toEqual({
      status: 200,
      body: { done: [ids[0]], left: ['unknown', '../../lock/1'], later: [] },
    })
    expect(await server.post('/api/quarantine/retry', {})).toEqual({
      status: 200,
      body: { done: [ids[1]], left: [ids[2]], later: [] },
    })
    await server.flush()
    const { body } = await server.post('/Traces', { TraceIds: documents.map(({ trace_id }) => trace_id) })
    expect(body).toMatchObject({ Traces: [{}, {}], UnprocessedTraceIds: [documents[2]?.trace_id] })
    expect((await get('/api/quarantine')).records).toBe(1)
    expect((await server.request('/api/verify')).text).toBe('{"done":true,"differences":0}\n')
  })

  test('are deleted by a drop', async () => {
    expect(await server.post('/api/quarantine/drop', { ids: [ids[2]] })).toMatchObject({ body: { done: [ids[2]] } })
    expect(await get('/api/quarantine')).toEqual({ records: 0, bytes: 0, quarantined: [] })
    expect(await server.post('/api/quarantine/drop', { ids: 'all' })).toMatchObject({ status: 400 })
  })
})
