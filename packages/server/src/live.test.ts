import { CreateGroupCommand, UpdateGroupCommand } from '@aws-sdk/client-xray'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newTraceId, segment } from './fixtures/documents.ts'
import { type LiveReader, readLive } from './fixtures/live-reader.ts'
import { datagramOf, startTestServer, type TestServer } from './fixtures/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const live = (query: string, headers: Record<string, string> = {}) => readLive(server.port, query, headers)
const filterOf = (text: string) => `filter=${encodeURIComponent(text)}`
const send = (...given: readonly object[]) => server.send(...given.map((one) => datagramOf(segment(one))))
const since = async (question: object) =>
  (await server.post('/api/live/traces', question)).body as Record<string, unknown>
const idsOf = (answer: Record<string, unknown>) => (answer.traces as { Id: string }[]).map(({ Id }) => Id)
/** How many streams the server says are open. */
const streams = async () =>
  Number(/^roentgen_live_streams (\d+)$/m.exec((await server.request('/metrics', { method: 'GET' })).text)?.[1])
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!(await holds())) if (Date.now() > deadline) throw new Error('not within 10 s')
}

describe('the live stream', () => {
  test('tells at once where it begins, and of a new trace within two seconds of its first segment', async () => {
    await using stream = await live('topics=map')
    expect(stream).toMatchObject({ status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
    const first = await stream.next('map')
    expect(first.data).toEqual({ topic: 'map', revision: expect.any(String) })
    const sent = performance.now()
    await send({ name: 'brand-new' })
    const second = await stream.next('map')
    expect(second.at - sent).toBeLessThan(2_000)
    expect(second.data.revision).not.toBe(first.data.revision)
    const now = Date.now() / 1000
    const map = await server.post('/ServiceGraph', { StartTime: now - 60, EndTime: now + 60 })
    expect(JSON.stringify(map.body)).toContain('brand-new')
  })

  test('tells of traces that fit its filter, and of no others', async () => {
    await using stream = await live(`topics=map,traces&${filterOf('fault')}`)
    await stream.next('traces')
    await stream.next('map')
    await send({ name: 'well' })
    await stream.next('map')
    await server.flush()
    expect(stream.events.filter(({ event }) => event === 'traces')).toHaveLength(1)
    await send({ name: 'broken', fault: true })
    await stream.next('traces')
  })

  test('tells at most once a second of one topic', async () => {
    await using stream = await live('topics=map')
    await stream.next('map')
    const end = Date.now() + 2_500
    while (Date.now() < end) {
      await send({})
      await server.flush()
    }
    await stream.next('map')
    const times = stream.events.map(({ at }) => at)
    expect(times.length).toBeLessThanOrEqual(4)
    times.slice(1).forEach((at, i) => {
      expect(at - (times[i] ?? 0)).toBeGreaterThan(950)
    })
  })

  test('goes on behind the event that its reader saw last', async () => {
    const first = await live('topics=map')
    const { id } = await first.next('map')
    first.close()
    await using nothingNew = await live('topics=map', { 'last-event-id': id })
    await send({})
    await server.flush()
    const [only] = [await nothingNew.next('map')]
    expect(nothingNew.events).toEqual([only])
    expect(only?.id).not.toBe(id)
    await using newer = await live('topics=map', { 'last-event-id': id })
    expect((await newer.next('map', 500)).id).toBe(only?.id)
    await using strange = await live('topics=map', { 'last-event-id': '0123456789.7.7.7' })
    await strange.next('map', 500)
  })

  test('of a group tells of its traces alone', async () => {
    await server.client.send(new CreateGroupCommand({ GroupName: 'faults', FilterExpression: 'fault' }))
    await using stream = await live('topics=map,traces&group=faults&filter=service(%22a%22)')
    await stream.next('map')
    await stream.next('traces')
    await send({ name: 'a' }, { name: 'b', fault: true })
    await stream.next('map')
    await server.flush()
    expect(stream.events.filter(({ event }) => event === 'traces')).toHaveLength(1)
    await send({ name: 'a', fault: true })
    await stream.next('traces')
    await server.client.send(new UpdateGroupCommand({ GroupName: 'faults', FilterExpression: 'error' }))
    expect(await server.request('/api/live?group=unknown', { method: 'GET' })).toMatchObject({
      status: 400,
      text: expect.stringContaining('There is no group \\"unknown\\"'),
    })
  })

  test('tells of health, and of what came in', async () => {
    await using stream = await live('topics=health')
    expect((await stream.next('health')).data).toEqual({ topic: 'health', revision: expect.any(String), ok: true })
    const before = JSON.parse((await server.request('/api/health', { method: 'GET' })).text).received
    await server.send('{"format":"json","version":1}\nnonsense')
    await stream.next('health')
    const after = JSON.parse((await server.request('/api/health', { method: 'GET' })).text).received
    expect(after).toEqual({ accepted: before.accepted, rejected: before.rejected + 1 })
  })

  test('refuses unknown topics and filters without meaning, and says why', async () => {
    for (const [query, words] of [
      ['topics=map,weather', 'it must be one of map, traces, health'],
      [filterOf('responsetime >'), 'FilterExpression cannot be read. At position'],
      [filterOf('x'.repeat(5000)), 'FilterExpression cannot be read.'],
    ] as const)
      expect(await server.request(`/api/live?${query}`, { method: 'GET' })).toMatchObject({
        status: 400,
        text: expect.stringContaining(words),
      })
    expect(await server.request('/api/live', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
    const foreign = { origin: 'http://elsewhere' }
    expect(await server.request('/api/live', { method: 'GET', headers: foreign })).toMatchObject({ status: 403 })
  })

  test('is refused where too many are open, and their places are given back', async () => {
    await until(async () => (await streams()) === 0)
    const open: LiveReader[] = []
    try {
      while (open.length < 200) open.push(await live('topics=map'))
      expect(await streams()).toBe(200)
      expect(await server.request('/api/live', { method: 'GET' })).toMatchObject({
        status: 429,
        text: expect.stringContaining('200 live streams are open'),
      })
    } finally {
      for (const stream of open) stream.close()
    }
    await until(async () => (await streams()) === 0)
    open.length = 0
    try {
      while (open.length < 32) open.push(await live(`topics=traces&${filterOf(`responsetime > ${open.length}`)}`))
      expect(await server.request(`/api/live?${filterOf('responsetime > 99')}`, { method: 'GET' })).toMatchObject({
        status: 429,
        text: expect.stringContaining('32 different filters'),
      })
      await using another = await live(`topics=traces&${filterOf('responsetime > 0')}`)
      expect(another.status).toBe(200)
    } finally {
      for (const stream of open) stream.close()
    }
    await until(async () => (await streams()) === 0)
    await using afterwards = await live(`topics=traces&${filterOf('responsetime > 99')}`)
    expect(afterwards.status).toBe(200)
  }, 30_000)
})

describe('the traces behind an event', () => {
  test('are those that fit, each once, and those that fit no longer', async () => {
    const filter = '!service("late")'
    await using stream = await live(`topics=traces&${filterOf(filter)}`)
    let after = (await stream.next('traces')).data.revision
    const trace_id = newTraceId()
    await send({ trace_id, name: 'early' }, { name: 'late' })
    await server.flush()
    const first = await since({ filter, after })
    expect(first).toMatchObject({ traces: [{ Id: trace_id, Revision: 1 }], gone: [], more: false, complete: true })
    after = String(first.revision)
    expect(await since({ filter, after })).toEqual({ ...first, traces: [] })
    await send({ trace_id, name: 'early too' })
    await server.flush()
    const second = await since({ filter, after })
    expect(second).toMatchObject({ traces: [{ Id: trace_id, Revision: 2 }] })
    await send({ trace_id, name: 'late' })
    await server.flush()
    expect(await since({ filter, after: String(second.revision) })).toMatchObject({ traces: [], gone: [trace_id] })
    // As they are now.
    expect(await since({ filter, after })).toMatchObject({ traces: [], gone: [trace_id] })
  })

  test('are given by pages', async () => {
    await using stream = await live('topics=traces')
    let after = (await stream.next('traces')).data.revision
    const documents = Array.from({ length: 1500 }, () => JSON.stringify(segment()))
    await server.post('/TraceSegments', { TraceSegmentDocuments: documents })
    await server.flush()
    const ids: string[] = []
    for (const more of [true, false]) {
      const page = await since({ after })
      expect(page).toMatchObject({ more, complete: true })
      ids.push(...idsOf(page))
      after = String(page.revision)
    }
    expect(new Set(ids).size).toBe(1500)
    expect(ids).toHaveLength(1500)
  })

  test('are not known to be all where no stream with the filter was open, or the event is of another server', async () => {
    expect(await since({ filter: 'duration > 77', after: 'x' })).toMatchObject({ traces: [], complete: false })
    await using stream = await live('topics=traces&filter=error')
    await stream.next('traces')
    expect(await since({ filter: 'error', after: '0123456789.7' })).toMatchObject({ complete: false })
  })
})

test('a stream ends when the server closes', async () => {
  const stream = await live('topics=map')
  await Promise.all([stream.ended, server.stop()])
})
