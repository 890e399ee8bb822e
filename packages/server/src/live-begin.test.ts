import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newTraceId, segment } from './fixtures/documents.ts'
import { readLive } from './fixtures/live-reader.ts'
import { type Passage, startPassage } from './fixtures/passage.ts'
import { datagramOf, startTestServer, type TestServer } from './fixtures/test-server.ts'

let passage: Passage
let server: TestServer
beforeAll(async () => {
  passage = await startPassage()
  server = await startTestServer(passage.config)
  await server.post('/CreateGroup', { GroupName: 'faults', FilterExpression: 'fault' })
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await passage?.[Symbol.asyncDispose]()
})

test('who follows traces from the first event on misses none of a load that was at work when they came', async () => {
  const held = passage.hold('insert+into+listings')
  const trace_id = newTraceId()
  await server.send(datagramOf(segment({ trace_id, fault: true })))
  const { release } = await held
  await using stream = await readLive(server.port, 'topics=map,traces&filter=fault&group=faults')
  const before = await stream.next('map')
  await sleep(300)
  expect(stream.events).toEqual([before])
  release()

  const { data } = await stream.next('traces')
  const now = Date.now() / 1000
  const window = { StartTime: now - 60, EndTime: now + 60 }
  const { body: list } = await server.post('/TraceSummaries', { ...window, FilterExpression: 'fault' })
  expect(list).toMatchObject({ TraceSummaries: [{ Id: trace_id }] })
  // A map that was made at the first event lacks the trace: there is another.
  expect((await stream.next('map')).data.revision).not.toBe(before.data.revision)
  const { body: map } = await server.post('/ServiceGraph', { ...window, GroupName: 'faults' })
  expect(map).toMatchObject({ Services: [expect.anything(), expect.anything()] })

  const later = newTraceId()
  await server.send(datagramOf(segment({ trace_id: later, fault: true })))
  // The store may be others' as well: what is found there is told once more, so the next event may be of the first trace.
  let after = data.revision
  let since = ''
  while (!since.includes(later)) {
    await stream.next('traces')
    const { body } = await server.post('/api/live/traces', { filter: 'fault', group: 'faults', after })
    expect(body).toMatchObject({ complete: true, revision: expect.any(String) })
    after = (body as { revision: string }).revision
    since += JSON.stringify(body)
  }
})
