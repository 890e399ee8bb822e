import { once } from 'node:events'
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LiveStream } from './live-stream.ts'
import { Revisions } from './revision.ts'

const revisions = new Revisions()
const nothing = revisions.parseId(undefined)

let server: ReturnType<typeof createServer>
let reader: IncomingMessage
let writer: ServerResponse
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const asked = once(server, 'request')
  const { port } = server.address() as AddressInfo
  const answered = new Promise<IncomingMessage>((resolve) => get({ host: '127.0.0.1', port }, resolve))
  const [, response] = (await asked) as [IncomingMessage, ServerResponse]
  writer = response
  writer.flushHeaders()
  reader = await answered
})
afterEach(() => {
  reader.destroy()
  server.close()
})

/** The ids of the first events, as far as they come together. */
async function readIds(): Promise<readonly string[]> {
  reader.setEncoding('utf8')
  let end = ''
  for await (const piece of reader) {
    end = `${end}${piece}`.slice(-1000)
    const ids = [...end.matchAll(/^id: (.*)$/gm)].map(([, id]) => id ?? '')
    if (ids.length > 0) return ids
  }
  return []
}

test('a reader that did not read gets the newest when it does, and none of those between', async () => {
  let revision = 0
  const sent: number[] = []
  // More than the sockets' buffers take.
  writer.write(`: ${'x'.repeat(16 * 1024 * 1024)}\n\n`)
  expect(writer.writableNeedDrain).toBe(true)
  const stream = new LiveStream(writer, {
    topics: [{ name: 'map', revision: () => revision }],
    sent: nothing,
    revisions,
    onSent: () => sent.push(revision),
  })
  for (; revision < 1000; revision++) stream.pump()
  expect(sent).toEqual([])
  expect(await readIds()).toEqual([revisions.idOf({ ...nothing, map: 1000 })])
  expect(sent).toEqual([1000])
  stream.close()
})

test('the id of an event tells what its reader knows of every topic', () => {
  const sent = { map: 7, traces: -1, health: 12 }
  expect(revisions.parseId(revisions.idOf(sent))).toEqual(sent)
  expect(new Revisions().parseId(revisions.idOf(sent))).toEqual(nothing)
  for (const id of ['', 'x', '....', `${revisions.idOf(sent)}.1`, `${'9'.repeat(400)}.1.1.1`])
    expect(revisions.parseId(id)).toEqual(nothing)
  expect(revisions.parse(revisions.textOf(5))).toBe(5)
  expect(new Revisions().parse(revisions.textOf(5))).toBe(undefined)
})
