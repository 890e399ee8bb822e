import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { HttpListener } from './listener.ts'

test('a port is given back and another one taken', async () => {
  const listener = new HttpListener((_request, response) => response.end('here'))
  const first = await listener.bind('127.0.0.1', 0)
  await listener.release()
  const second = await listener.bind('127.0.0.1', 0)
  if (!('port' in first && 'port' in second)) throw new Error('No port was free')
  const probe = createServer().listen(first.port, '127.0.0.1')
  await once(probe, 'listening')
  expect(await (await fetch(`http://127.0.0.1:${second.port}`)).text()).toBe('here')
  expect(await new HttpListener(() => {}).bind('127.0.0.1', first.port)).toEqual({ problem: 'EADDRINUSE' })
  probe.close()
  await listener.close(0)
})
