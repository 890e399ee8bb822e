import { readdir, readFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { segment, type TestSegment } from './fixtures/documents.ts'
import { datagramOf, startTestServer, type TestServer } from './fixtures/test-server.ts'

/** The embedded engine that this process started last. */
async function enginePid(): Promise<number> {
  const pids: number[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
    if (parent === process.pid && command.includes('engine-process')) pids.push(Number(name))
  }
  const pid = pids.at(-1)
  if (pid === undefined) throw new Error('no engine')
  return pid
}

/** The answers on a connection, as they stand on the wire, once there are so many. */
function answersOn(socket: Socket): (count: number) => Promise<string[]> {
  let received = ''
  const answers = () => received.split(/(?=HTTP\/1\.1 \d{3} )/)
  socket.setEncoding('utf8').on('data', (text) => {
    received += text
  })
  return async (count) => {
    await expect.poll(() => answers().filter((one) => one.includes('\r\n\r\n')).length, { timeout: 10_000 }).toBe(count)
    return answers()
  }
}

describe.runIf(process.platform === 'linux')('while the engine does not answer', () => {
  const room = 4 * 1024 * 1024
  let server: TestServer
  let pid: number
  beforeAll(async () => {
    server = await startTestServer({ writeAheadRoom: room })
    pid = await enginePid()
  })
  afterAll(async () => {
    if (pid !== undefined) process.kill(pid, 'SIGCONT')
    await server?.[Symbol.asyncDispose]()
  })

  const large = () => segment({ metadata: { default: { filling: 'x'.repeat(20_000) } } })
  const put = async (documents: readonly TestSegment[]) =>
    server.post('/TraceSegments', { TraceSegmentDocuments: documents.map((document) => JSON.stringify(document)) })
  const metric = async (name: string) => {
    const { text } = await server.request('/metrics', { method: 'GET' })
    const line = text.split('\n').find((one) => one.startsWith(`${name} `))
    return Number(line?.split(' ').at(-1) ?? 0)
  }

  test('senders over HTTP hear 429 after a wait, datagrams have the last tenth, and all that was acknowledged is found', async () => {
    process.kill(pid, 'SIGSTOP')
    const acknowledged: TestSegment[] = []
    let refusal: { status: number; body: unknown } | undefined
    let waited = 0
    while (refusal === undefined) {
      const documents = Array.from({ length: 10 }, large)
      const began = performance.now()
      const answer = await put(documents)
      waited = performance.now() - began
      if (answer.status === 200) acknowledged.push(...documents)
      else refusal = answer
    }
    expect(refusal).toMatchObject({ status: 429, body: { __type: 'ThrottledException' } })
    expect(waited).toBeGreaterThan(1_400)
    expect(waited).toBeLessThan(5_000)
    // What follows is refused before its body is sent, and its connection is good for more.
    const status = 'roentgen_http_requests_total{path="/TraceSegments",status="429"}'
    const refusals = await metric(status)
    const unread = connect(server.port, '127.0.0.1')
    const late = Buffer.alloc(200_000, ' ')
    const head = (bytes: number) =>
      `POST /TraceSegments HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\ncontent-length: ${bytes}\r\n\r\n`
    const answers = answersOn(unread)
    const asked = performance.now()
    unread.write(head(late.byteLength))
    const [early] = await answers(1)
    expect(early).toMatch(/^HTTP\/1\.1 429 /)
    expect(early).toMatch(/\r\nretry-after: 2\r\n/i)
    expect(early).not.toMatch(/\r\nconnection: close\r\n/i)
    expect(performance.now() - asked).toBeLessThan(5_000)
    expect(await metric(status)).toBe(refusals + 1)
    const left = room - (await metric('roentgen_write_ahead_bytes'))
    expect(left).toBeGreaterThan(room / 20)

    const sent = 40
    for (let n = 0; n < sent; n++) await server.send(datagramOf(large()))
    const dropped = () => metric('roentgen_documents_rejected_total{source="udp",code="NoRoom"}')
    const taken = () => metric('roentgen_documents_accepted_total{source="udp"}')
    await expect.poll(async () => (await dropped()) + (await taken()), { timeout: 10_000 }).toBe(sent)
    expect(await taken()).toBeGreaterThan(0)
    expect(await dropped()).toBeGreaterThan(0)
    expect(await metric('roentgen_write_ahead_bytes')).toBeLessThanOrEqual(room)
    // Whoever drops them, each is counted once.
    const burst = 3_000
    await server.send(...Array.from({ length: burst }, () => datagramOf(large())))
    const lost = async () =>
      (await dropped()) +
      (await metric('roentgen_datagrams_dropped_total{where="kernel"}')) +
      (await metric('roentgen_datagrams_dropped_total{where="ring"}'))
    await expect.poll(async () => (await lost()) + (await taken()), { timeout: 20_000 }).toBe(sent + burst)

    process.kill(pid, 'SIGCONT')
    await server.flush()
    const small = segment()
    const body = JSON.stringify({ TraceSegmentDocuments: [JSON.stringify(small)] })
    unread.write(late)
    unread.write(head(Buffer.byteLength(body)) + body)
    expect((await answers(2))[1]).toMatch(/^HTTP\/1\.1 200 /)
    unread.destroy()
    acknowledged.push(small)
    const began = performance.now()
    for (let n = 0; n < 20; n++) {
      const documents = Array.from({ length: 10 }, large)
      expect(await put(documents)).toMatchObject({ status: 200 })
      acknowledged.push(...documents)
    }
    expect(performance.now() - began).toBeLessThan(10_000)
    await server.flush()
    const before = await taken()
    const datagrams = Array.from({ length: 20 }, () => segment())
    await server.send(...datagrams.map(datagramOf))
    await server.flush()
    expect(await taken()).toBe(before + datagrams.length)
    acknowledged.push(...datagrams)
    let found = 0
    for (let at = 0; at < acknowledged.length; at += 5) {
      const { body } = await server.post('/Traces', {
        TraceIds: acknowledged.slice(at, at + 5).map(({ trace_id }) => trace_id),
      })
      found += (body as { Traces: unknown[] }).Traces.length
    }
    expect(found).toBe(acknowledged.length)
    expect(await metric('roentgen_quarantine_records')).toBe(0)
    expect((await server.request('/api/verify')).text).toBe('{"done":true,"differences":0}\n')
  }, 90_000)
})
