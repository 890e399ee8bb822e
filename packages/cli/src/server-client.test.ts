import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { connectTo } from './server-client.ts'

test('lines of an answer end at newlines alone, wherever its pieces end', async () => {
  const objects = [{ text: 'a\u2028b\u2029c\u0085d\r💥' }, { second: 2 }, { done: true }]
  const bytes = Buffer.from(objects.map((object) => JSON.stringify(object)).join('\n'))
  const server = createServer((_request, response) => {
    for (let at = 0; at < bytes.length; at += 7) response.write(bytes.subarray(at, at + 7))
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const { port } = server.address() as AddressInfo
    const found = []
    for await (const object of connectTo(`http://127.0.0.1:${port}`, {}).lines('/api/verify', {})) found.push(object)
    expect(found).toEqual(objects)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
