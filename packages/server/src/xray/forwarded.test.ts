import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { openLog } from '../log.ts'
import { besideControl, forwarded } from './forwarded.ts'

const log = openLog('silent')
const body = Buffer.from('{"SamplingStatisticsDocuments":[]}')
const alone = () => ({ from: 'alone' })

async function control(status: number, answer: string) {
  const bodies: string[] = []
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => bodies.push(text))
    request.on('end', () => response.writeHead(status, { 'content-type': 'application/json' }).end(answer))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    bodies,
    url: new URL(`http://127.0.0.1:${port}/SamplingTargets`),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

test('what needs one hand is answered by the control server', async () => {
  await using one = await control(200, '{"from":"control"}')
  expect(await forwarded(one.url, alone, log)(body)).toEqual({ from: 'control' })
  expect(one.bodies).toEqual([body.toString()])
})

test('what the control server finds wrong with a request is told as it says it', async () => {
  await using one = await control(400, '{"__type":"InvalidRequestException","Message":"No."}')
  await expect(forwarded(one.url, alone, log)(body)).rejects.toMatchObject({
    code: 'InvalidRequestException',
    status: 400,
    message: 'No.',
  })
})

test.each([
  [500, '{"__type":"InternalFailure","Message":"Oh."}'],
  [403, '{"__type":"AccessDeniedException","Message":"Who?"}'],
  [200, 'no JSON'],
])('while it answers %i %s, a worker answers alone, and does not ask each time', async (status, answer) => {
  await using one = await control(status, answer)
  const operation = forwarded(one.url, alone, log)
  expect(await operation(body)).toEqual({ from: 'alone' })
  expect(await operation(body)).toEqual({ from: 'alone' })
  expect(one.bodies).toHaveLength(1)
})

test('a control server that is away costs nothing but its quotas', async () => {
  const { url } = await control(200, '{}').then(async (one) => {
    await one[Symbol.asyncDispose]()
    return one
  })
  expect(await forwarded(url, alone, log)(body)).toEqual({ from: 'alone' })
})

test('what changes settings is refused rather than done by two hands, while nobody else is', async () => {
  const own = { GetSamplingTargets: alone, CreateGroup: alone, GetGroups: alone }
  const worker = besideControl(own, undefined, log)
  expect(await worker.GetSamplingTargets?.(body)).toEqual({ from: 'alone' })
  expect(await worker.GetGroups?.(body)).toEqual({ from: 'alone' })
  expect(() => worker.CreateGroup?.(body)).toThrow('Settings are changed by the control server')
  expect(worker.DeleteGroup).toBeUndefined()
  await using one = await control(200, '{"from":"control"}')
  expect(await besideControl(own, one.url.origin, log).CreateGroup?.(body)).toEqual({ from: 'control' })
})
