import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { buildApp } from '../http/app.ts'
import { openLog } from '../log.ts'
import { HttpCounts } from '../metrics/http-counts.ts'
import { besideControl, forwarded } from './forwarded.ts'

const log = openLog('silent')
const patience = { answer: 1_000, pause: 10_000 }
const body = Buffer.from('{"SamplingStatisticsDocuments":[]}')
const alone = () => ({ from: 'alone' })

async function control(status: number, answer: string, milliseconds = 0) {
  const bodies: string[] = []
  const paths: (string | undefined)[] = []
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => bodies.push(text))
    paths.push(request.url)
    const tell = () => response.writeHead(status, { 'content-type': 'application/json' }).end(answer)
    request.on('end', () => (milliseconds === 0 ? tell() : setTimeout(tell, milliseconds)))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    bodies,
    paths,
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
  expect(await forwarded(one.url, alone, log, patience)(body)).toEqual({ from: 'control' })
  expect(one.bodies).toEqual([body.toString()])
})

test.each([
  [400, 'InvalidRequestException'],
  [404, 'ResourceNotFoundException'],
  [413, 'RequestEntityTooLargeException'],
])('what the control server finds wrong with a request (%i %s) is told as it says it', async (status, code) => {
  await using one = await control(status, `{"__type":"${code}","Message":"No."}`)
  const operation = forwarded(one.url, alone, log, patience)
  for (let n = 0; n < 2; n++) await expect(operation(body)).rejects.toMatchObject({ code, status, message: 'No.' })
  expect(one.bodies).toHaveLength(2)
})

test.each([
  [500, '{"__type":"InternalFailure","Message":"Oh."}'],
  [403, '{"__type":"AccessDeniedException","Message":"Who?"}'],
  [404, '{"__type":"UnknownOperationException","Message":"What?"}'],
  [404, '{"error":"a page of another program"}'],
  [429, '{"__type":"ThrottledException","Message":"Later."}'],
  [200, 'no JSON'],
])('while it answers %i %s, a worker answers alone, and does not ask each time', async (status, answer) => {
  await using one = await control(status, answer)
  const operation = forwarded(one.url, alone, log, patience)
  expect(await operation(body)).toEqual({ from: 'alone' })
  expect(await operation(body)).toEqual({ from: 'alone' })
  expect(one.bodies).toHaveLength(1)
})

test('a control server that is away costs nothing but its quotas', async () => {
  const { url } = await control(200, '{}').then(async (one) => {
    await one[Symbol.asyncDispose]()
    return one
  })
  expect(await forwarded(url, alone, log, patience)(body)).toEqual({ from: 'alone' })
})

test('what changes settings is refused rather than done by two hands, while nobody else is', async () => {
  const own = { GetSamplingTargets: alone, CreateGroup: alone, GetGroups: alone }
  const worker = besideControl(own, undefined, log)
  expect(await worker.GetSamplingTargets?.(body)).toEqual({ from: 'alone' })
  expect(await worker.GetGroups?.(body)).toEqual({ from: 'alone' })
  await expect(worker.CreateGroup?.(body)).rejects.toThrow('Settings are changed by the control server')
  expect(worker.DeleteGroup).toBeUndefined()
  await using one = await control(200, '{"from":"control"}')
  expect(await besideControl(own, one.url.origin, log).CreateGroup?.(body)).toEqual({ from: 'control' })
})

test('what changes settings waits longer for the control server, and asks it each time', async () => {
  await using slow = await control(200, '{"from":"control"}', 1_100)
  expect(await besideControl({ CreateGroup: alone }, slow.url.origin, log).CreateGroup?.(body)).toEqual({
    from: 'control',
  })
  await using ill = await control(500, '{}')
  const worker = besideControl({ CreateGroup: alone }, ill.url.origin, log)
  for (let n = 0; n < 2; n++)
    await expect(worker.CreateGroup?.(body)).rejects.toMatchObject({ code: 'ServiceUnavailable', status: 503 })
  expect(ill.bodies).toHaveLength(2)
})

test('the control server may stand below a path', async () => {
  await using one = await control(200, '{"from":"control"}')
  for (const path of ['/tracing', '/tracing/', '/'])
    await besideControl({ CreateGroup: alone }, one.url.origin + path, log).CreateGroup?.(body)
  expect(one.paths).toEqual(['/tracing/CreateGroup', '/tracing/CreateGroup', '/CreateGroup'])
})

test('a worker that is named as control server answers by itself and sends nothing round', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const own = { GetSamplingTargets: alone, CreateGroup: alone }
  const operations = besideControl(own, url, log)
  const app = buildApp({
    operations,
    routes: [],
    allowedHosts: new Set(),
    log,
    counts: new HttpCounts(),
    beforeSegments: async () => 0,
  })
  await app.ready()
  let requests = 0
  server.on('request', (request, response) => {
    requests++
    app.routing(request, response)
  })
  try {
    const targets = await fetch(`${url}/SamplingTargets`, { method: 'POST', body })
    expect(await targets.json()).toEqual({ from: 'alone' })
    expect((await fetch(`${url}/CreateGroup`, { method: 'POST', body })).status).toBe(503)
    expect(requests).toBe(4)
  } finally {
    server.closeAllConnections()
    server.close()
    await app.close()
  }
})
