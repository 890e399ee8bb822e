import { once } from 'node:events'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { openBrowser, perform } from '@roentgen/shop'
import type { JsonObject } from '@roentgen/trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRunning, type OpenedShop, openedShop } from '../fixtures/open-shop.ts'
import { type ServingRoentgen, serving } from '../fixtures/roentgen.ts'
import { until } from '../fixtures/until.ts'
import { startTee, type XrayTee } from '../fixtures/xray-tee.ts'

// The shop as a user opens it: six services of their own processes with the real SDK, a Roentgen, and the commands.

let server: ServingRoentgen
let tee: XrayTee
let shop: OpenedShop
/** What the control page answered before the shop was open. */
let early: { readonly status: number; readonly body: JsonObject } | undefined
const begun = Date.now() / 1000 - 1

beforeAll(async () => {
  server = await serving()
  tee = await startTee(server.port)
  const port = await freePort()
  const opening = openedShop([
    ...['--url', tee.url, '--shop-port', `${port}`, '--users', '3', '--rate', '10', '--seed', '7'],
    ...['--respawn', '1500ms'],
  ])
  early = await Promise.race([firstAnswer(`http://127.0.0.1:${port}/control`), opening.then(() => undefined)])
  shop = await opening
}, 90_000)

afterAll(async () => {
  for (const part of [shop, tee, server]) await part?.[Symbol.asyncDispose]()
})

test('whoever asks for the control page before the shop is open is told so, and the start goes on', () => {
  expect(early).toMatchObject({ status: 503, body: { message: expect.stringContaining('The shop is starting') } })
})

describe('an open shop', () => {
  test('has the whole map of the lab: every node and every edge', async () => {
    const { nodes, edges } = await until(
      async () => mapOf(await graph()),
      (map) => wantedEdges.every((edge) => map.edges.includes(edge)),
      60_000,
    )
    expect(nodes).toEqual(expect.arrayContaining(wantedNodes))
    expect(edges).toEqual(expect.arrayContaining(wantedEdges))
  }, 70_000)

  test('shows every process, as kubectl get pods does', async () => {
    const { stdout } = await shop.typed('status')
    for (const name of wantedServices) expect(stdout).toMatch(new RegExp(`^${name}-1 +1/1 +Running +0 `, 'm'))
    expect(stdout).toMatch(/^loadgen +1\/1 +Running/m)
    expect(stdout).toContain('Chaos is off.')
  })

  test('GET /cart is the waterfall of the lab: three segments, remote and DynamoDB subsegments, an inferred table', async () => {
    const browser = openBrowser(shop.shop)
    // cartservice gives the catalog a second, which a busy machine may not keep.
    const page = await until(
      async () => {
        await perform('add', browser, '4618701513994')
        return browser.get('/cart')
      },
      ({ status: code, html }) => code === 200 && html.includes('IWC Schaffhausen'),
    )
    const documents = await traceOn(page.html, 4)
    const [root] = documents.filter(({ name }) => name === 'Frontend')
    const calls = root?.subsegments as unknown as { name: string; id: string; namespace: string }[]
    expect(calls.map(({ name, namespace }) => `${name} ${namespace}`)).toEqual([
      'cartservice remote',
      'catalogservice remote',
    ])
    for (const { name, id } of calls) expect(documents.find((document) => document.name === name)?.parent_id).toBe(id)
    expect(documents.filter(({ inferred }) => inferred).map(({ name, origin }) => `${name} ${origin}`)).toEqual([
      'DynamoDB AWS::DynamoDB::Table',
    ])
    expect(documents).toHaveLength(4)
    expect(root?.http).toMatchObject({ request: { url: `${shop.shop}/cart` } })
    expect(root?.annotations).toHaveProperty('UserID')
  })

  test('names read as in a cluster: nothing is called 127.0.0.1', async () => {
    expect(mapOf(await graph()).nodes.filter((node) => node.startsWith('127.'))).toEqual([])
    expect(tee.datagrams.some((text) => text.includes('"http://cartservice/api/v1/cart/'))).toBe(true)
    expect(tee.datagrams.some((text) => text.includes('"http://frontend/'))).toBe(true)
  })

  test('a killed cartservice is a fault at Frontend, and comes back', async () => {
    await shop.command('kill', 'cartservice')
    const browser = openBrowser(shop.shop)
    const page = await browser.get('/cart')
    expect(page.status).toBe(500)
    const [root] = (await traceOn(page.html)).filter(({ name }) => name === 'Frontend')
    expect(root?.fault).toBe(true)
    expect(root?.cause).toBeDefined()
    await until(
      () => browser.get('/cart'),
      ({ status }) => status === 200,
      25_000,
    )
    expect((await shop.command('status')).stdout).toMatch(/^cartservice-1 +1\/1 +Running +1 /m)
    expect((await shop.command('status')).stdout).toMatch(/cartservice was killed/)
  }, 45_000)

  test('a killed recommenderservice leaves the page 200 with a faulted subsegment', async () => {
    await shop.command('kill', 'recommenderservice')
    const page = await openBrowser(shop.shop).get('/product/4618701513994')
    expect(page.status).toBe(200)
    const [root] = (await traceOn(page.html)).filter(({ name }) => name === 'Frontend')
    expect(root?.fault).not.toBe(true)
    expect(root?.subsegments).toContainEqual(expect.objectContaining({ name: 'recommenderservice', fault: true }))
    expect(root?.annotations).toHaveProperty('ProductID', '4618701513994')
  })

  test('chaos kills at random until it is stopped', async () => {
    await shop.command('chaos', 'start', '--interval', '300ms-500ms')
    const { chaos } = await until(status, (found) => found.chaos.kills.length >= 4, 20_000)
    expect(chaos.interval).toEqual({ low: 300, high: 500 })
    await shop.command('chaos', 'stop')
    const quiet = await until(
      status,
      (found) => found.chaos.kills.every(({ awayMilliseconds }) => awayMilliseconds !== undefined),
      20_000,
    )
    expect(quiet.chaos.kills.every(({ awayMilliseconds }) => Number(awayMilliseconds) > 1000)).toBe(true)
    const { chaos: later } = await status()
    expect(later.interval).toBeUndefined()
    expect(later.kills.length).toBe(quiet.chaos.kills.length)
  }, 60_000)

  test('one read unit throttles, both SDK and table say so; forty do not', async () => {
    await shop.command('capacity', 'ProductCatalog', '--read', '1')
    const since = Date.now() / 1000
    // More customers than the three, all at once.
    const crowd = Array.from({ length: 8 }, () => openBrowser(shop.shop).get('/product'))
    await until(capacity, ({ total }) => total.readThrottled > 10, 20_000)
    const slow = await until(
      async () => mean(await graph(since), 'ProductCatalog'),
      (seconds) => seconds > 0.05,
      20_000,
    )
    expect(slow).toBeGreaterThan(0.05)
    await shop.command('capacity', 'ProductCatalog', '--read', '40')
    await Promise.all(crowd)
    const { total, read } = await capacity()
    expect(read).toBe(40)
    await openBrowser(shop.shop).get('/product')
    expect((await capacity()).total.readThrottled).toBe(total.readThrottled)
  }, 60_000)

  test('a service is edited, refused while it is broken, rolled out, and checked', async () => {
    const folder = join(shop.dataDir, 'mine')
    expect((await shop.command('edit', 'cartservice', folder)).status).toBe(0)
    const entry = join(folder, 'service.js')
    const plain = await readFile(entry, 'utf8')
    expect(plain).not.toMatch(/x-?ray/i)

    await appendFile(entry, '\nthrow new Error("not finished")\n')
    const broken = await shop.command('rollout', 'cartservice', folder)
    expect(broken).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/did not become healthy[\s\S]*not finished/),
    })
    expect((await openBrowser(shop.shop).get('/cart')).status).toBe(200)

    await writeFile(entry, plain)
    const failing = unfailing(shop.shop)
    expect(await shop.command('rollout', 'cartservice', folder)).toMatchObject({ status: 0 })
    expect(await failing.stop()).toEqual([])

    await shop.command('instrument', 'cartservice')
    expect(await shop.command('check', 'cartservice')).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('cartservice is traced'),
    })
  }, 90_000)

  test('another web page cannot press its buttons, nor bring in code', async () => {
    const post = (path: string, body: object, headers: Record<string, string> = {}) =>
      fetch(`${shop.shop}/control/api/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }).then(({ status: code }) => code)
    expect(await post('kill', { service: 'frontend' }, { origin: 'http://elsewhere.example' })).toBe(403)
    expect(await post('kill', { service: 'frontend' }, { 'content-type': 'text/plain' })).toBe(400)
    expect(await post('rollout', { service: 'frontend', folder: '/' })).toBe(403)
    expect(await post('kill', { service: 'backends' })).toBe(404)
    expect(await post('capacity', { table: 'ProductCatalog', read: 0.5 })).toBe(400)
  })

  // The last one: it closes the shop.
  test('when Ctrl-C has ended it all, the numbers of the map are those of the datagrams that were sent', async () => {
    const processes = shop.processes()
    const exited = once(shop.child, 'exit')
    shop.child.kill('SIGINT')
    expect(await exited).toEqual([0, null])
    await until(
      () => processes.filter(isRunning),
      (left) => left.length === 0,
    )
    expect((await shop.command('status')).stderr).toContain('No shop is open')

    const sent = tee.datagrams.map((text): Segment => JSON.parse(text.slice(text.indexOf('\n') + 1)))
    const expected = recomputed(sent)
    const found = await until(
      async () => statistics(await graph()),
      (all) => [...expected].every(([name, { count }]) => all.get(name)?.count === count),
    )
    expect(expected.size).toBe(9)
    for (const [name, { count, seconds }] of expected) {
      expect(found.get(name)?.count, name).toBe(count)
      expect(found.get(name)?.seconds, name).toBeCloseTo(seconds, 2)
    }
  }, 30_000)
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function firstAnswer(url: string) {
  const response = await until(
    () => fetch(url).catch(() => undefined),
    (answer) => answer !== undefined,
    60_000,
  )
  return response && { status: response.status, body: (await response.json()) as JsonObject }
}

const wantedServices = [
  ...['frontend', 'imageservice', 'catalogservice'],
  ...['cartservice', 'orderservice', 'recommenderservice'],
]
const wantedNodes = [
  ...['Frontend', 'ImageService', 'catalogservice', 'cartservice', 'orderservice', 'recommenderservice'].map(
    (name) => `${name} AWS::ECS::Container`,
  ),
  ...['ProductCatalog AWS::DynamoDB::Table', 'SQS AWS::SQS', 'demostore-orderqueue AWS::SQS::Queue'],
  ...['Frontend client', 'ImageService client', 'recommenderservice client'],
]
/** Section 7 of the lab, and cartservice → catalogservice, which its picture's window lacked. */
const wantedEdges = [
  ...['ImageService', 'recommenderservice', 'catalogservice', 'orderservice', 'cartservice'].map(
    (name) => `Frontend → ${name}`,
  ),
  ...['recommenderservice → catalogservice', 'cartservice → catalogservice', 'catalogservice → ProductCatalog'],
  ...['catalogservice', 'cartservice', 'SQS', 'demostore-orderqueue'].map((name) => `orderservice → ${name}`),
  ...['Frontend', 'ImageService', 'recommenderservice'].map((name) => `${name} client → ${name}`),
]

async function ask(path: string, body: object): Promise<JsonObject> {
  const response = await fetch(new URL(path, server.url), { method: 'POST', body: JSON.stringify(body) })
  return (await response.json()) as JsonObject
}

interface Node {
  readonly ReferenceId: number
  readonly Name: string
  readonly Type: string
  readonly Edges?: readonly { readonly ReferenceId: number }[]
  readonly SummaryStatistics?: { readonly TotalCount: number; readonly TotalResponseTime: number }
}

async function graph(since = begun): Promise<readonly Node[]> {
  await ask('/api/flush', {})
  const answer = await ask('/ServiceGraph', { StartTime: since, EndTime: Date.now() / 1000 + 1 })
  return answer.Services as unknown as readonly Node[]
}

function mapOf(nodes: readonly Node[]) {
  const nameOf = ({ Name: name, Type: type }: Node) => (type === 'client' ? `${name} client` : name)
  const byReference = new Map(nodes.map((node) => [node.ReferenceId, node]))
  return {
    nodes: nodes.map(({ Name: name, Type: type }) => `${name} ${type}`),
    edges: nodes.flatMap((node) =>
      (node.Edges ?? []).map((edge) => `${nameOf(node)} → ${byReference.get(edge.ReferenceId)?.Name}`),
    ),
  }
}

function mean(nodes: readonly Node[], name: string): number {
  const found = statistics(nodes).get(name)
  return found ? found.seconds / found.count : 0
}

function statistics(nodes: readonly Node[]): Map<string, { count: number; seconds: number }> {
  return new Map(
    nodes.flatMap(({ Name: name, Type: type, SummaryStatistics: of }) =>
      of && type !== 'client' && type !== 'remote'
        ? [[name, { count: of.TotalCount, seconds: of.TotalResponseTime }] as const]
        : [],
    ),
  )
}

interface Segment {
  readonly name: string
  readonly type?: string
  readonly in_progress?: boolean
  readonly namespace?: string
  readonly start_time: number
  readonly end_time: number
  readonly aws?: { readonly table_name?: string; readonly queue_url?: string }
  readonly subsegments?: readonly Segment[]
}

/** Requests and seconds of every service and AWS resource, from the documents alone. */
function recomputed(sent: readonly Segment[]): Map<string, { count: number; seconds: number }> {
  const sums = new Map<string, { count: number; seconds: number }>()
  const add = (name: string, { start_time: from, end_time: to }: Segment) => {
    const { count, seconds } = sums.get(name) ?? { count: 0, seconds: 0 }
    sums.set(name, { count: count + 1, seconds: seconds + to - from })
  }
  const walk = (segment: Segment) => {
    if (segment.namespace === 'aws')
      add(segment.aws?.table_name ?? segment.aws?.queue_url?.split('/').at(-1) ?? segment.name, segment)
    for (const child of segment.subsegments ?? []) walk(child)
  }
  for (const segment of sent) {
    if (segment.in_progress) continue
    if (segment.type !== 'subsegment') add(segment.name, segment)
    walk(segment)
  }
  return sums
}

/** The documents of the trace whose id the shop's page shows. */
async function traceOn(html: string, atLeast = 1): Promise<JsonObject[]> {
  const [, id] = /<code>(1-[0-9a-f]{8}-[0-9a-f]{24})<\/code>/.exec(html) ?? []
  return until(
    async () => {
      const { Traces: traces } = await ask('/Traces', { TraceIds: [id ?? ''] })
      const [trace] = traces as unknown as { Segments: { Document: string }[] }[]
      return trace?.Segments.map(({ Document: text }) => JSON.parse(text) as JsonObject) ?? []
    },
    (documents) => documents.length >= atLeast && documents.some(({ name }) => name === 'Frontend'),
  )
}

interface Status {
  readonly services: { readonly replicas: { readonly ready: boolean }[] }[]
  readonly chaos: { readonly interval?: object; readonly kills: { readonly awayMilliseconds?: number }[] }
}

async function status(): Promise<Status> {
  return (await fetch(`${shop.shop}/control/api/status`)).json() as Promise<Status>
}

async function capacity() {
  const { tables } = (await (await fetch(`${shop.shop}/control/api/capacity`)).json()) as {
    tables: [{ read: number; total: { readThrottled: number } }]
  }
  return tables[0]
}

/** Asks for the cart over and over; gives the statuses that were not 200. */
function unfailing(url: string) {
  let isRunning = true
  const failures: number[] = []
  const done = (async () => {
    const browser = openBrowser(url)
    while (isRunning) {
      const { status: code } = await browser.get('/cart')
      if (code !== 200) failures.push(code)
    }
  })()
  return {
    stop: async () => {
      isRunning = false
      await done
      return failures
    },
  }
}
