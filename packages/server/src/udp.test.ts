import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Worker } from 'node:worker_threads'
import { BatchGetTracesCommand } from '@aws-sdk/client-xray'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newTraceId, segment } from './fixtures/documents.ts'
import type { TestServer } from './fixtures/test-server.ts'
import { datagramOf, startTestServer } from './fixtures/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

async function metric(name: string): Promise<number> {
  const { text } = await server.request('/metrics', { method: 'GET' })
  const line = text.split('\n').find((one) => one.startsWith(`${name} `))
  return Number(line?.slice(name.length + 1) ?? Number.NaN)
}

describe('over UDP', () => {
  test('a segment that an SDK sends is in BatchGetTraces', async () => {
    const document = segment({ name: 'over udp' })
    await server.send(datagramOf(document))
    await server.flush()
    const { Traces } = await server.client.send(new BatchGetTracesCommand({ TraceIds: [document.trace_id] }))
    expect(Traces).toMatchObject([{ Id: document.trace_id, Duration: 1, Segments: [{ Id: document.id }] }])
  })

  test.each([
    { what: 'without a header', datagram: '{"name":"a"}', code: 'no_header' },
    { what: 'with a header that is no JSON', datagram: 'hello\n{}', code: 'invalid_header' },
    { what: 'of another format', datagram: '{"format":"xml","version":1}\n{}', code: 'unknown_format' },
    { what: 'without a document', datagram: '{"format":"json","version":1}\n', code: 'empty_document' },
    { what: 'with a document that is no segment', datagram: datagramOf({}), code: 'MissingId' },
  ])('a datagram $what is counted as $code and kept', async ({ datagram, code }) => {
    const name = `roentgen_documents_rejected_total{source="udp",code="${code}"}`
    expect(await metric(name)).toBeNaN()
    await server.send(datagram)
    await server.flush()
    expect(await metric(name)).toBe(1)
    const { text } = await server.request('/api/rejected', { method: 'GET' })
    expect(JSON.parse(text).rejected[0]).toMatchObject({
      source: 'udp',
      code,
      reason: expect.stringMatching(/\w/),
      excerpt: expect.stringContaining(datagram.split('\n').at(-1) ?? ''),
      time: expect.any(Number),
    })
  })

  test('no datagram is lost while the main thread stands still', async () => {
    const dropped = 'roentgen_datagrams_dropped_total{where="kernel"}'
    const before = {
      accepted: await metric('roentgen_documents_accepted_total{source="udp"}'),
      lost: await metric(dropped),
    }
    const datagrams = 1_000
    const over = new Int32Array(new SharedArrayBuffer(4))
    // 2,000 a second for half a second: several times what the socket's buffer of 208 KiB holds.
    const sender = new Worker(
      `const { createSocket } = require('node:dgram')
      const { port, datagram, datagrams, over } = require('node:worker_threads').workerData
      const socket = createSocket('udp4')
      const began = performance.now()
      let sent = 0
      let taken = 0
      const take = () => {
        if (++taken < datagrams) return
        socket.close(() => { Atomics.store(over, 0, 1); Atomics.notify(over, 0) })
      }
      const timer = setInterval(() => {
        for (; sent < datagrams && sent < (performance.now() - began) * 2; sent++) socket.send(datagram, port, '127.0.0.1', take)
        if (sent === datagrams) clearInterval(timer)
      }, 2)`,
      { eval: true, execArgv: [], workerData: { port: server.port, datagram: datagramOf(segment()), datagrams, over } },
    )
    expect(Atomics.wait(over, 0, 0, 10_000)).toBe('ok')
    await once(sender, 'exit')
    await server.flush()
    expect(await metric(dropped)).toBe(before.lost)
    expect(await metric('roentgen_documents_accepted_total{source="udp"}')).toBe(before.accepted + datagrams)
  })

  test('a burst of 2,000 datagrams is accepted or counted as dropped, each once', async () => {
    const before = {
      accepted: await metric('roentgen_documents_accepted_total{source="udp"}'),
      kernel: await metric('roentgen_datagrams_dropped_total{where="kernel"}'),
    }
    const trace_id = newTraceId()
    await server.send(...Array.from({ length: 2000 }, () => datagramOf(segment({ trace_id }))))
    await server.flush()
    const accepted = (await metric('roentgen_documents_accepted_total{source="udp"}')) - before.accepted
    const kernel = (await metric('roentgen_datagrams_dropped_total{where="kernel"}')) - before.kernel
    expect(accepted + kernel).toBe(2000)
    expect(await metric('roentgen_datagrams_dropped_total{where="ring"}')).toBe(0)
    const { Traces } = await server.client.send(new BatchGetTracesCommand({ TraceIds: [trace_id] }))
    expect(Traces?.[0]?.Segments).toHaveLength(accepted)
  })
})

describe('a port that is taken', () => {
  test('over TCP is named with what to do', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await once(holder, 'listening')
    const address = holder.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await expect(startTestServer({ port })).rejects.toThrow(
      `Port ${port}/TCP on 127.0.0.1 is taken, perhaps by an X-Ray daemon`,
    )
    holder.close()
  })

  test('over UDP is named as well, and the server that failed leaves nothing behind', async () => {
    // A number that is free of TCP: among those of UDP some other process's connection may have the same one.
    const free = createServer().listen(0, '127.0.0.1')
    await once(free, 'listening')
    const address = free.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const holder = createSocket('udp4')
    holder.bind(port, '127.0.0.1')
    await once(holder, 'listening')
    free.close()
    await once(free, 'close')
    await expect(startTestServer({ port })).rejects.toThrow(`Port ${port}/UDP on 127.0.0.1 is taken`)
    const probe = createServer().listen(port, '127.0.0.1')
    await once(probe, 'listening')
    probe.close()
    holder.close()
  })
})
