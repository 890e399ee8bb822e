import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { quantile } from '../bench/quantiles.ts'
import { ask, type XrayClient } from '../bench/xray-client.ts'
import { Acknowledged } from './acknowledged.ts'
import { endlessDocuments, startLoad } from './load.ts'
import { memoryOfTree } from './memory.ts'
import { readMetrics, sumOf } from './metrics.ts'
import type { Proof } from './proof.ts'
import { differences } from './verified.ts'
import { withServer } from './with-server.ts'

const budget = 1.2 * 2 ** 30
const documentsBefore = 10_000

/**
 * As much as a generator can send, over HTTP and UDP, for 60 s. Holds when memory stays within its budget, everything
 * acknowledged is found, lookups and lists take less than twice as long as idle (p95), and 10 s after the flood 2,000
 * documents a second are taken without delay; and when 200 lookups beside 10 s of dear questions take under 50 ms.
 */
export const overload: Proof = ({ seed, scale, say }) =>
  withServer(async (server, client) => {
    const failures: string[] = []
    const acknowledged = new Acknowledged()
    const first = startLoad(() => client, endlessDocuments(seed), acknowledged)
    while (acknowledged.documents < documentsBefore) await sleep(50)
    await first.stop()
    await ask(client, '/api/flush', {})
    const known = acknowledged.traceIds()
    await timesOf(client, known, () => false, 40)
    const idle = await timesOf(client, known, () => false, 200)

    const seconds = Math.max(10, 60 * scale)
    const child = fork(new URL('./flood.js', import.meta.url), [server.url, String(seconds), String(seed + 1)])
    const flooded = once(child, 'message') as Promise<[Flooded]>
    let isFlooding = true
    let peak = 0
    const watch = setInterval(() => {
      peak = Math.max(peak, memoryOfTree(server.pid))
    }, 1000)
    void flooded.then(() => {
      isFlooding = false
    })
    const busy = await timesOf(client, known, () => isFlooding, 0)
    const [flood] = await flooded
    say(`${flood.documents} documents and ${flood.datagrams} datagrams offered in ${seconds} s`)
    await sleep(10_000)
    clearInterval(watch)

    const again = new Acknowledged()
    const load = startLoad(() => client, endlessDocuments(seed + 2), again, { rate: 2000, lanes: 4 })
    await sleep(5000)
    const backlog = sumOf(await readMetrics(server.url), 'roentgen_write_ahead_bytes')
    await load.stop()
    if (load.refused > 0) failures.push(`${load.refused} requests were refused 10 s after the flood`)
    if (again.documents < 9000) failures.push(`${again.documents} documents were taken in 5 s after the flood`)
    await ask(client, '/api/flush', {})

    if (peak > budget) failures.push(`memory went up to ${Math.round(peak / 2 ** 20)} MiB`)
    for (const what of ['lookups', 'lists'] as const) {
      const [quiet, loud] = [quantile(idle[what], 0.95), quantile(busy[what], 0.95)]
      if (loud > 2 * quiet) failures.push(`${what} took ${loud.toFixed(1)} ms (p95), idle ${quiet.toFixed(1)} ms`)
    }
    const beside = await besideQuestions(server.url, client, known)
    if (quantile(beside, 1) > 50)
      failures.push(`a lookup beside dear questions took ${quantile(beside, 1).toFixed(1)} ms`)
    const kept = Acknowledged.of(flood.kept)
    failures.push(...(await kept.missingFrom(client, kept.traceIds())))
    failures.push(...(await again.missingFrom(client, again.traceIds())))
    failures.push(...(await differences(client)))
    return {
      seconds,
      offered: { documents: flood.documents, throttledRequests: flood.throttled, datagrams: flood.datagrams },
      peakMebibytes: Math.round(peak / 2 ** 20),
      idle: p95(idle),
      flooded: p95(busy),
      lookupsBesideQuestions: { p95: quantile(beside, 0.95), greatest: quantile(beside, 1) },
      backlogAfterTenSeconds: backlog,
      failures,
    }
  })

interface Flooded {
  readonly documents: number
  readonly throttled: number
  readonly datagrams: number
  readonly kept: readonly [string, readonly [string, boolean][]][]
}

interface Times {
  readonly lookups: number[]
  readonly lists: number[]
}

/** Ten lookups and a list by turns, while it goes on and until there are so many lookups. */
async function timesOf(
  client: XrayClient,
  ids: readonly string[],
  goesOn: () => boolean,
  atLeast: number,
): Promise<Times> {
  const times: Times = { lookups: [], lists: [] }
  for (let n = 0; goesOn() || n < atLeast; n += 1) {
    times.lookups.push(await timed(() => ask(client, '/Traces', { TraceIds: [ids[(n * 37) % ids.length]] })))
    if (n % 10 !== 0) continue
    const end = Date.now() / 1000
    times.lists.push(await timed(() => ask(client, '/TraceSummaries', { StartTime: end - 3600, EndTime: end })))
  }
  return times
}

/** 200 lookups while maps of odd windows, which no row of the map answers, are asked for 10 s or until they are done. */
async function besideQuestions(url: string, client: XrayClient, ids: readonly string[]): Promise<number[]> {
  const questions = fork(new URL('./dear-questions.js', import.meta.url), [url])
  const ended = once(questions, 'exit') as Promise<[number | null]>
  // Its first question was answered: those that are measured stand beside others.
  await Promise.race([once(questions, 'message'), ended])
  const times: number[] = []
  for (let n = 0; n < 200; n += 1) {
    times.push(await timed(() => ask(client, '/Traces', { TraceIds: [ids[(n * 37) % ids.length]] })))
    await sleep(40)
  }
  if (questions.connected) questions.send('enough')
  const [status] = await ended
  if (status !== 0) throw new Error(`the process that asks dear questions ended with ${status}`)
  return times
}

async function timed(question: () => Promise<unknown>): Promise<number> {
  const before = performance.now()
  await question()
  return performance.now() - before
}

function p95(times: Times) {
  return { lookups: quantile(times.lookups, 0.95), lists: quantile(times.lists, 0.95), count: times.lookups.length }
}
