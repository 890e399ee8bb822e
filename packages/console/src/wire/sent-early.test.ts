import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod/mini'
import { ask } from './ask.ts'
import { earlyAnswered, sendEarly } from './sent-early.ts'

const waiting: ServerResponse[] = []
const asked: string[] = []
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`)
  waiting.push(response)
})
let url = ''
const shape = z.object({ n: z.number() })

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

async function answer(text: string, status = 200): Promise<void> {
  await expect.poll(() => waiting.length).toBeGreaterThan(0)
  const response = waiting.shift()
  if (response?.headersSent === false) response.writeHead(status)
  response?.end(text)
}

test('what is asked as it was sent early has the early answer, once; then it is asked anew', async () => {
  sendEarly(`${url}/map`, JSON.stringify({ a: 1 }))
  await answer('{"n":1}')
  const first = await ask(`${url}/map`, { body: { a: 1 }, shape })
  const second = ask(`${url}/map`, { body: { a: 1 }, shape })
  await answer('{"n":2}')
  expect([first, await second]).toEqual([{ n: 1 }, { n: 2 }])
  expect(asked).toEqual(['POST /map', 'POST /map'])
})

test('another body is another question', async () => {
  sendEarly(`${url}/map`, JSON.stringify({ a: 1 }))
  await answer('{"n":1}')
  const other = ask(`${url}/map`, { body: { a: 2 }, shape })
  await answer('{"n":2}')
  expect(await other).toEqual({ n: 2 })
})

test('an early answer that is a refusal is told as any other', async () => {
  sendEarly(`${url}/early`)
  await answer('{"Message":"no such group"}', 400)
  await expect(ask(`${url}/early`, { shape })).rejects.toThrow('no such group')
})

test('what can wait waits for the whole of the early answers', async () => {
  sendEarly(`${url}/slow`)
  let isOver = false
  const over = earlyAnswered().then(() => {
    isOver = true
  })
  await expect.poll(() => waiting.length).toBe(1)
  const [response] = waiting
  response?.write('{"n":')
  await new Promise((resolve) => setImmediate(resolve))
  expect(isOver).toBe(false)
  await answer('3}')
  await over
  expect(await ask(`${url}/slow`, { shape })).toEqual({ n: 3 })
})
