import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inProcess } from './fixtures/in-process.ts'
import { type ServingRoentgen, serving } from './fixtures/roentgen.ts'
import { until } from './fixtures/until.ts'

let server: ServingRoentgen
beforeAll(async () => {
  server = await serving()
}, 30_000)
afterAll(() => server?.[Symbol.asyncDispose]())

/** Ten times what it takes on a quiet machine; ms. */
const patience = 30_000

let next = 0
function documents(count: number, given: object = {}) {
  return Array.from({ length: count }, () => {
    const number = (next++).toString(16)
    const now = Date.now() / 1000
    return {
      trace_id: `1-67000000-${number.padStart(24, '0')}`,
      id: number.padStart(16, '0'),
      name: 'web',
      start_time: now - 0.2,
      end_time: now,
      http: { request: { method: 'GET', url: 'http://web/cart' }, response: { status: 200 } },
      ...given,
    }
  })
}
async function send(sent: readonly object[], url = server.url): Promise<void> {
  const body = JSON.stringify({ TraceSegmentDocuments: sent.map((one) => JSON.stringify(one)) })
  const { status } = await fetch(`${url}/TraceSegments`, { method: 'POST', body })
  expect(status).toBe(200)
}
const streamsOf = async (url: string) =>
  Number(/^roentgen_live_streams (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1])
const opened = (url = server.url, count = 1) =>
  until(
    () => streamsOf(url),
    (streams) => streams === count,
    patience,
  )
const program = fileURLToPath(new URL('../bin/roentgen.js', import.meta.url))

/** `roentgen tail` in a process of its own. */
async function typed(...args: string[]) {
  const child = spawn(process.execPath, [program, 'tail', '--url', server.url, ...args])
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  const ended = once(child, 'exit') as Promise<[number | null]>
  await opened()
  return { child, lines, ended }
}

/** The same in this process, until `stop`. */
async function tailing(url: string, ...args: string[]) {
  const stopping = new AbortController()
  const lines: string[] = []
  const answer = inProcess(['tail', '--url', url, ...args], {
    signal: stopping.signal,
    onPrint: (line) => lines.push(line),
  })
  await opened(url)
  const stop = () => {
    stopping.abort()
    return answer
  }
  return { lines, stop }
}

test('prints each trace that fits once, when it is complete, and ends with 0 at Ctrl-C', async () => {
  const { child, lines, ended } = await typed('fault', '--json')
  const sent = documents(300, { fault: true })
  const [open] = documents(1, { fault: true })
  if (open === undefined) throw new Error('no document')
  const begun = [...sent, open].map((one) => ({ ...one, end_time: undefined, in_progress: true }))
  await send([...begun, ...documents(50)])
  // Their ends, and a second segment of each: who waits long enough between the two would take an ended one for complete.
  const seconds = sent.map((one) => ({ ...one, id: one.id.replace('0', 'a'), parent_id: one.id, name: 'cart' }))
  await send([...sent, ...seconds])
  await until(
    () => lines.length,
    (count) => count >= 300,
    patience,
  )
  await send([open])
  await until(
    () => lines.length,
    (count) => count >= 301,
    patience,
  )
  child.kill('SIGINT')
  expect(await ended).toEqual([0, null])
  const traces = lines.map((line) => JSON.parse(line))
  expect(traces.map(({ Id }) => Id).sort()).toEqual([...sent, open].map(({ trace_id }) => trace_id).sort())
  for (const trace of traces.slice(0, 300))
    expect(trace).toMatchObject({ HasFault: true, IsPartial: false, Revision: 3 })
}, 60_000)

test('goes on when the server comes back, and prints what came meanwhile', async () => {
  let own = await serving()
  const { port, dataDir } = own
  const { lines, stop } = await tailing(own.url)
  try {
    const sent = documents(3)
    await send(sent.slice(0, 1), own.url)
    await until(
      () => lines.length,
      (count) => count === 1,
      patience,
    )
    await own.stop()
    own = await serving(dataDir, ['--port', String(port)])
    await send(sent.slice(1, 2), own.url)
    await opened(own.url)
    await send(sent.slice(2), own.url)
    await until(
      () => lines.length,
      (count) => count >= 3,
      patience,
    )
    const { status, stderr } = await stop()
    expect(status).toBe(0)
    expect(lines.map((line) => line.split('  ')[1]).sort()).toEqual(sent.map(({ trace_id }) => trace_id))
    expect(lines[0]).toMatch(
      /^\d\d:\d\d:\d\d {2}1-67000000-\w{24} {2}web {15}ok {10}200 {4}200 ms {2}GET http:\/\/web\/cart$/,
    )
    expect(stderr).toMatch(/^The connection broke .*; trying again\nConnected again\n$/)
  } finally {
    await stop()
    await own[Symbol.asyncDispose]()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}, 90_000)

test('of a group prints its traces, and shows where a filter has no meaning', async () => {
  await fetch(`${server.url}/CreateGroup`, {
    method: 'POST',
    body: JSON.stringify({ GroupName: 'errors', FilterExpression: 'error' }),
  })
  await opened(server.url, 0)
  const { lines, stop } = await tailing(server.url, 'service("web")', '--group', 'errors', '--json')
  const sent = documents(1, { error: true })
  await send([...documents(1), ...documents(1, { error: true, name: 'cart' }), ...sent])
  await until(
    () => lines.length,
    (count) => count > 0,
    patience,
  )
  expect((await stop()).status).toBe(0)
  expect(lines.map((line) => JSON.parse(line).Id)).toEqual(sent.map(({ trace_id }) => trace_id))

  const bad = await inProcess(['tail', 'responsetime CONTAINS "1"', '--url', server.url])
  expect(bad.status).toBe(1)
  expect(bad.stderr).toContain('^\n`responsetime` is a number of seconds')
  const nobody = await inProcess(['tail', '--url', 'http://127.0.0.1:1'])
  expect(nobody).toMatchObject({ status: 1, stderr: expect.stringContaining('No Roentgen answers at') })
}, 60_000)
