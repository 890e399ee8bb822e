import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listenLocally } from '../network/listen-locally.ts'
import { Balancer, type Target } from './balancer.ts'

let balancer: Balancer
let url: string
const servers: Server[] = []

beforeEach(async () => {
  balancer = new Balancer((incoming, outgoing) => {
    if (incoming.url !== '/own') return false
    outgoing.end('own')
    return true
  })
  url = `http://127.0.0.1:${await balancer.listen(0)}`
})
afterEach(async () => {
  await balancer.close()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function replica(answer: RequestListener): Promise<Target> {
  const server = createServer(answer)
  servers.push(server)
  return { port: await listenLocally(server, 0), inFlight: 0 }
}

const ask = async (path = '/') => (await fetch(`${url}${path}`)).text()

test('requests go to the ready replicas in turn', async () => {
  for (const name of ['a', 'b']) balancer.add(await replica((_, outgoing) => outgoing.end(name)))
  const answers = [await ask(), await ask(), await ask(), await ask()]
  expect(answers.sort()).toEqual(['a', 'a', 'b', 'b'])
  expect(balancer.requests).toBe(4)
})

test('a request arrives as it was sent: method, path, Host and body', async () => {
  balancer.add(
    await replica((incoming, outgoing) => {
      outgoing.write(
        `${incoming.method} ${incoming.url} ${incoming.headers.host} ${incoming.headers['x-amzn-trace-id']} `,
      )
      incoming.pipe(outgoing)
    }),
  )
  const answer = await fetch(`${url}/cart?a=1`, {
    method: 'POST',
    body: 'x=1',
    headers: { 'x-amzn-trace-id': 'Root=1' },
  })
  expect(await answer.text()).toBe(`POST /cart?a=1 ${new URL(url).host} Root=1 x=1`)
})

test('without a ready replica the connection is reset', async () => {
  await expect(ask()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
})

test('a replica that dies over a request resets the connection, and the request is not tried elsewhere', async () => {
  let asked = 0
  const dying = await replica((incoming) => {
    asked += 1
    incoming.socket.destroy()
  })
  balancer.add(dying)
  await expect(ask()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
  expect(asked).toBe(1)
  expect(dying.inFlight).toBe(0)
})

test('a removed replica ends its requests and gets no new ones', async () => {
  let release = () => {}
  const slow = await replica((_, outgoing) => {
    release = () => outgoing.end('slow')
  })
  balancer.add(slow)
  const first = ask()
  while (slow.inFlight === 0) await new Promise(setImmediate)
  balancer.remove(slow)
  balancer.add(await replica((_, outgoing) => outgoing.end('new')))
  expect(await ask()).toBe('new')
  const drained = balancer.drained(slow, 10_000)
  while (slow.inFlight > 0) {
    release()
    await new Promise(setImmediate)
  }
  await drained
  expect(await first).toBe('slow')
})

test('what the balancer answers itself goes to no replica', async () => {
  expect(await ask('/own')).toBe('own')
  expect(balancer.requests).toBe(0)
})
