import { createSocket } from 'node:dgram'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../bench/random.ts'
import { startServerProcess } from '../../bench/server-process.ts'
import type { ShopDocument } from '../../bench/shop-documents.ts'
import { ask, xrayClient } from '../../bench/xray-client.ts'
import { endlessDocuments } from '../load.ts'
import { memoryOfTree } from '../memory.ts'
import type { Proof } from '../proof.ts'
import { differences, errorsIn } from '../verified.ts'
import { CostMeter } from './costs.ts'
import { SoundDocuments } from './exactly.ts'
import { hostileInputs, type Input, largeBodies } from './inputs.ts'
import { Sender } from './sender.ts'

const groupSize = 100
const soundPerGroup = 8
/** An input of such a size is sent alone. */
const largeBytes = 30_000
/** Design, issue 3: no input costs more, ms. What a group costs is compared with its fellows. */
const mostCost = 100
/** The kernel counts CPU in steps of 10 ms, in each of two processes. */
const grain = 20
/** The least of so many times counts: what else the processes and the machine do by chance, they do not each time. */
const tries = 8
/** Before an input is called too dear, at the end: a machine that others use has its quiet moments. */
const lastTries = 24
/** What the heap of a process that rests may differ by, bytes. */
const memorySlack = 150 * 2 ** 20

/**
 * Hostile datagrams and bodies against a server, with sound documents among them. Holds when it lives, when no input
 * costs more than 100 ms of CPU beyond what sound documents cost (decision 076), when every input is counted once, as
 * accepted or as rejected with a reason, when memory is back where it was when server and engine were warm, and when the
 * sound documents are answered as they were sent. The dearest inputs known are examined at any scale.
 */
export const mutations: Proof = async ({ seed, scale, say }) => {
  const inputs = Math.round(100_000 * scale)
  const random = seededRandom(seed)
  const hostile = hostileInputs(random)
  const sound = endlessDocuments(seed + 1)
  const dataDir = await mkdtemp(join(tmpdir(), 'roentgen-mutations-'))
  const server = await startServerProcess(dataDir)
  const client = xrayClient(server.url, 4)
  const socket = createSocket('udp4')
  const sender = new Sender(socket, server.port, client)
  const meter = new CostMeter(server.pid, client)
  const soundDocuments = new SoundDocuments()
  const failures: string[] = []
  const doubtful = new Set<Input>()
  let sent = 0
  let alone = 0
  let slowestGroup = 0
  let memoryBefore = 0

  const sendSound = async (): Promise<void> => {
    const documents = Array.from({ length: soundPerGroup }, () => sound.next().value as ShopDocument)
    const [first, second, ...rest] = documents
    for (const document of [first, second]) if (document) await sender.datagram(document.text)
    await sender.documents(rest.map(({ text }) => text))
    for (const document of documents) soundDocuments.add(document)
  }
  /** Against sound documents just before and just after it: what these cost grows with the tables. */
  const costBeyond = async (input: Input, most: number, tries: number): Promise<number> => {
    // What is within the bound without them needs no comparison, and each measurement waits for a rest.
    const whole = await meter.costFromRest(() => sender.send([input]))
    if (whole <= most) return Math.round(whole)
    let base = await meter.costFromRest(sendSound)
    let cost = Number.POSITIVE_INFINITY
    for (let time = 0; time < tries && cost - base > most; time += 1) {
      cost = Math.min(cost, await meter.costFromRest(() => sender.send([input])))
      base = Math.min(base, await meter.costFromRest(sendSound))
    }
    return Math.round(cost - base)
  }
  const examine = async (input: Input): Promise<void> => {
    const most = mostOf(input)
    const milliseconds = await costBeyond(input, most, tries)
    if (milliseconds <= most) return
    doubtful.add(input)
    say(`${milliseconds} ms: ${nameOf(input)}; once more at the end`)
  }
  /** Finds the dear ones of a group whose cost stands out, by halves. */
  const search = async (group: readonly Input[], base: number): Promise<void> => {
    const [only, ...more] = group
    if (only === undefined) return
    if (more.length === 0) return examine(only)
    const cost = await meter.leastCost(() => sender.send(group), 2, base + mostCost)
    if (cost <= base + mostCost) return
    await search(group.slice(0, group.length >> 1), base)
    await search(group.slice(group.length >> 1), base)
  }

  try {
    for (let time = 0; time < 20; time += 1) await meter.cost(sendSound)
    // Code that ran twice is compiled, and the heaps are at their size: it is the inputs that are measured from here on.
    for (let time = 0; time < 2; time += 1)
      for (const input of largeBodies()) await meter.cost(() => sender.send([input]))
    memoryBefore = memoryOfTree(server.pid)
    const base = await meter.leastCost(sendSound, 10)
    for (const input of largeBodies()) await examine(input)
    const costs: number[] = []
    while (sent < inputs) {
      const group: Input[] = []
      while (group.length < groupSize) {
        const input = hostile.next().value as Input
        sent += 1
        if (input.bytes.length < largeBytes) group.push(input)
        else {
          alone += 1
          await examine(input)
        }
      }
      const cost = await meter.cost(async () => {
        await sender.send(group)
        await sendSound()
      })
      costs.push(cost)
      slowestGroup = Math.max(slowestGroup, cost)
      const usual = [...costs].sort((a, b) => a - b)[costs.length >> 1] ?? 0
      if (cost > usual + 2 * mostCost) await search(group, base)
      if (sent <= inputs * 0.3) memoryBefore = Math.max(memoryBefore, memoryOfTree(server.pid))
      if (costs.length % 50 === 0)
        say(`${sent} of ${inputs} sent; a group costs ${usual} ms of CPU, ${base} without hostile ones`)
      if (server.child.exitCode !== null) throw new Error(`the server ended: ${server.log.slice(-5).join('\n')}`)
    }
    for (const input of doubtful) {
      const most = mostOf(input)
      const milliseconds = await costBeyond(input, most, lastTries)
      if (milliseconds > most) failures.push(`${milliseconds} ms of CPU for ${nameOf(input)}`)
    }
    await ask(client, '/api/flush', {})
    const { rejected } = (await (await fetch(`${server.url}/api/rejected`)).json()) as { rejected: Rejected[] }
    for (const one of rejected)
      if (!one.code || !one.reason || /undefined|\[object/.test(one.reason))
        failures.push(`a rejection without a reason: ${JSON.stringify(one)}`)
    failures.push(...(await sender.uncounted(server.url)))
    failures.push(...(await soundDocuments.wrongIn(client)))
    failures.push(...(await differences(client)))
    failures.push(...errorsIn(server.log))
    // What is not active any more is forgotten after 30 s, and the engine gives back what it does not use.
    let memoryAfter = memoryOfTree(server.pid)
    for (let waited = 0; waited < 40 && memoryAfter > memoryBefore + memorySlack; waited += 1) {
      await sleep(1000)
      memoryAfter = memoryOfTree(server.pid)
    }
    if (memoryAfter > memoryBefore + memorySlack)
      failures.push(`memory grew from ${memoryBefore} to ${memoryAfter} bytes`)
    const status = await server.stop()
    if (status !== 0) failures.push(`SIGTERM ended the server with ${status}`)
    return {
      inputs: sent,
      alone,
      ...sender.sent,
      soundDocuments: soundDocuments.count,
      slowestGroupMilliseconds: Math.round(slowestGroup),
      memoryBefore,
      memoryAfter,
      failures,
    }
  } finally {
    socket.close()
    client.close()
    server.child.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/** Against the kernel's grain, ms. */
function mostOf(input: Input): number {
  return mostCost * share(input) + grain
}

function nameOf({ what, bytes }: Input): string {
  return `${what.slice(0, 200)} (${bytes.length} bytes)`
}

/** A body of several megabytes, or of thousands of documents, has the budget of each. */
function share({ bytes, documents }: Input): number {
  return Math.max(1, bytes.length / 1e6, documents / 1000)
}

interface Rejected {
  readonly code: string
  readonly reason: string
}
