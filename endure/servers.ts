import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEngine } from '@roentgen/embedded'
import { type Random, seededRandom } from '../bench/random.ts'
import { type ServerProcess, startServerProcess } from '../bench/server-process.ts'
import { type ShopDocument, shopDocuments } from '../bench/shop-documents.ts'
import { ask, type XrayClient, xrayClient } from '../bench/xray-client.ts'
import type { Proof } from './proof.ts'
import { differences } from './verified.ts'

/**
 * Three servers on one engine; each document of 20,000 traces goes to one of them by lot, and they are killed with -9 and
 * started again by turns at random meanwhile. Holds when, after a flush of each, every server lists each trace once, with
 * the summary that one server has that was never killed and received everything, when the maps are equal, and verify
 * finds nothing.
 */
export const servers: Proof = async ({ seed, scale, say }) => {
  const traces = Math.round(20_000 * scale)
  const random = seededRandom(seed)
  const folder = await mkdtemp(join(tmpdir(), 'roentgen-servers-'))
  const engine = await startEngine({ dataDir: join(folder, 'engine') })
  const clickhouse = engine.url.replace('://', `://${engine.username}:${engine.password}@`)
  const began = Date.now() / 1000
  const failures: string[] = []
  const fleet: Member[] = []
  let alone: Member | undefined
  try {
    const control = await Member.start('control', folder, ['--clickhouse', clickhouse])
    fleet.push(control)
    for (const name of ['worker-1', 'worker-2'])
      fleet.push(
        await Member.start(name, folder, ['--clickhouse', clickhouse, '--role', 'worker', '--control', control.url]),
      )
    const documents = documentsOf(traces, seed)
    say(`${documents.length} documents of ${traces} traces`)
    let isFed = false
    const feeding = feed(documents, fleet, random).finally(() => {
      isFed = true
    })
    let kills = 0
    const chaos = (async () => {
      while (!isFed) {
        await milliseconds(random.below(2000))
        const victim = fleet[random.below(fleet.length)]
        if (isFed || victim === undefined) return
        await victim.kill()
        kills += 1
        await milliseconds(random.below(500))
        await victim.live()
        say(`killed ${victim.name}, which is back`)
      }
    })()
    await Promise.all([feeding, chaos])
    for (const member of fleet) await member.ask('/api/flush', {})

    alone = await Member.start('alone', folder, ['--clickhouse', clickhouse, '--clickhouse-database', 'alone'])
    await feed(documents, [alone], random)
    await alone.ask('/api/flush', {})
    const window = { StartTime: began - 3 * 3600, EndTime: Date.now() / 1000 + 60 }
    const expected = await view(alone, window)
    if (expected.summaries.size !== traces) failures.push(`one server alone lists ${expected.summaries.size} traces`)
    for (const member of fleet) failures.push(...compared(member.name, await view(member, window), expected))
    failures.push(...(await differences(control.client)))
    const statuses = await Promise.all([...fleet, alone].map((member) => member.stop()))
    if (statuses.some((status) => status !== 0)) failures.push(`SIGTERM ended the servers with ${statuses}`)
    return { servers: fleet.length, traces, documents: documents.length, kills, failures }
  } finally {
    for (const member of [...fleet, ...(alone === undefined ? [] : [alone])]) await member.kill()
    await engine.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/** A server that may be killed and comes back on its directory and its port. */
class Member {
  readonly name: string
  readonly #dataDir: string
  readonly #args: readonly string[]
  #process: ServerProcess
  client: XrayClient

  static async start(name: string, folder: string, args: readonly string[]): Promise<Member> {
    const dataDir = join(folder, name)
    return new Member(name, dataDir, args, await startServerProcess(dataDir, args))
  }

  private constructor(name: string, dataDir: string, args: readonly string[], process: ServerProcess) {
    this.name = name
    this.#dataDir = dataDir
    this.#args = [...args, '--port', String(process.port)]
    this.#process = process
    this.client = xrayClient(process.url, 4)
  }

  get url(): string {
    return this.#process.url
  }

  ask(path: string, body: object): Promise<Record<string, unknown>> {
    return ask(this.client, path, body)
  }

  async kill(): Promise<void> {
    const { child } = this.#process
    this.client.close()
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  async live(): Promise<void> {
    this.#process = await startServerProcess(this.#dataDir, this.#args)
    this.client = xrayClient(this.#process.url, 4)
  }

  async stop(): Promise<number | null> {
    this.client.close()
    return this.#process.stop()
  }
}

/** The documents of so many whole traces, repeats and late ones among them. */
function documentsOf(traces: number, seed: number): ShopDocument[] {
  const chosen = new Set<string>()
  const documents: ShopDocument[] = []
  let passed = 0
  for (const document of shopDocuments({ seed, clock: () => Date.now() / 1000 })) {
    if (chosen.size < traces) chosen.add(document.traceId)
    else passed += 1
    if (chosen.has(document.traceId)) documents.push(document)
    // Late documents come at most 20,000 after the others.
    if (passed > 21_000) return documents
  }
  return documents
}

/** Sends each document to a server by lot, in batches, again until one has acknowledged it. */
async function feed(documents: readonly ShopDocument[], to: readonly Member[], random: Random): Promise<void> {
  const queues = to.map((): ShopDocument[] => [])
  for (const document of documents) queues[random.below(to.length)]?.push(document)
  await Promise.all(
    to.map(async (member, index) => {
      const queue = queues[index] ?? []
      for (let at = 0; at < queue.length; at += 20) {
        const body = JSON.stringify({ TraceSegmentDocuments: queue.slice(at, at + 20).map(({ text }) => text) })
        const deadline = Date.now() + 60_000
        for (;;) {
          const answer = await member.client.post('/TraceSegments', body).catch(() => undefined)
          if (answer?.status === 200) break
          if (Date.now() > deadline) throw new Error(`${member.name} takes nothing: ${JSON.stringify(answer?.body)}`)
          await milliseconds(50)
        }
        // As fast as a few applications are, so that there is time to be killed.
        await milliseconds(10)
      }
    }),
  )
}

interface View {
  /** By trace id; JSON. */
  readonly summaries: ReadonlyMap<string, string>
  readonly listedTwice: readonly string[]
  /** By name and type; JSON. */
  readonly services: ReadonlyMap<string, string>
}

async function view(member: Member, window: object): Promise<View> {
  const summaries = new Map<string, string>()
  const listedTwice: string[] = []
  for await (const summary of pages(member, '/TraceSummaries', window, 'TraceSummaries')) {
    const id = String(summary.Id)
    if (summaries.has(id)) listedTwice.push(id)
    summaries.set(id, JSON.stringify(summary))
  }
  const services = new Map<string, string>()
  for await (const service of pages(member, '/ServiceGraph', window, 'Services'))
    services.set(`${service.Name} ${service.Type}`, JSON.stringify(service))
  return { summaries, listedTwice, services }
}

async function* pages(
  member: Member,
  path: string,
  window: object,
  list: string,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  let token: unknown
  do {
    const page = await member.ask(path, { ...window, ...(token === undefined ? {} : { NextToken: token }) })
    yield* page[list] as readonly Readonly<Record<string, unknown>>[]
    token = page.NextToken
  } while (token !== undefined && token !== null)
}

function compared(name: string, found: View, expected: View): string[] {
  const failures = found.listedTwice.map((id) => `${name} lists ${id} twice`)
  for (const what of ['summaries', 'services'] as const) {
    for (const [key, text] of expected[what])
      if (found[what].get(key) !== text)
        failures.push(`${name}, ${what}: ${key} is ${found[what].get(key)}, not ${text}`)
    for (const key of found[what].keys())
      if (!expected[what].has(key)) failures.push(`${name}, ${what}: ${key} is more`)
  }
  return failures.length > 20 ? [...failures.slice(0, 20), `and ${failures.length - 20} more`] : failures
}

function milliseconds(duration: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, duration))
}
