import { setTimeout as sleep } from 'node:timers/promises'
import { measureFreshness } from '../bench/freshness.ts'
import { quantile } from '../bench/quantiles.ts'
import { seededRandom } from '../bench/random.ts'
import { ask, type XrayClient } from '../bench/xray-client.ts'
import { Acknowledged } from './acknowledged.ts'
import { endlessDocuments, startLoad } from './load.ts'
import { memoryOfTree } from './memory.ts'
import { readMetrics, sumOf } from './metrics.ts'
import type { Proof } from './proof.ts'
import { differences } from './verified.ts'
import { withServer } from './with-server.ts'

const segments = 20_000
const batch = 50
const budget = 1.2 * 2 ** 30

/**
 * A trace of 20,000 segments in batches of 50 in random order over 5 minutes, beside one that gets 100 segments a second
 * without end and, with 200 documents a second, others. Holds when assembly takes under 10 % of a core, memory stays
 * within its budget, other traces are in the list within a second, the first trace is answered whole while the event
 * loop of main stays under 20 ms (p99), and the second, beyond 20,000, is counted and marked.
 */
export const big: Proof = ({ seed, scale, say }) =>
  withServer(async (server, client) => {
    const random = seededRandom(seed)
    const failures: string[] = []
    const seconds = 300 * scale
    const bigId = `1-${random.hex(8)}-${random.hex(24)}`
    const endlessId = `1-${random.hex(8)}-${random.hex(24)}`
    const ids = Array.from({ length: segments }, () => random.hex(16))
    const now = Date.now() / 1000
    const documents = ids.map((id, at) => documentOf(bigId, id, ids[at === 0 ? -1 : (at - 1) >> 2], now + at / 1e5))
    shuffle(documents, random.below)
    const acknowledged = new Acknowledged()
    const load = startLoad(() => client, endlessDocuments(seed), acknowledged, { rate: 200, lanes: 1 })
    const stop = new AbortController()
    const freshness = measureFreshness(client, stop.signal)
    const before = await readMetrics(server.url)
    const began = performance.now()
    let peak = 0
    let endless = 0
    const watch = setInterval(() => {
      peak = Math.max(peak, memoryOfTree(server.pid))
    }, 2000)
    // In a shorter run faster, so that it goes beyond the limit all the same.
    const paced = async (batches: number, send: (at: number) => Promise<void>): Promise<void> => {
      for (let at = 0; at < batches; at += 1) {
        const due = began + (at / batches) * seconds * 1000
        if (due > performance.now()) await sleep(due - performance.now())
        await send(at)
      }
    }
    await Promise.all([
      paced(segments / batch, (at) => put(client, documents.slice(at * batch, (at + 1) * batch))),
      paced(1.5 * (segments / batch), async () => {
        await put(
          client,
          Array.from({ length: batch }, () => documentOf(endlessId, random.hex(16), undefined, now)),
        )
        endless += batch
      }),
    ])
    const elapsed = (performance.now() - began) / 1000
    const after = await readMetrics(server.url)
    const assembling = sumOf(after, stepSeconds, 'assembled') - sumOf(before, stepSeconds, 'assembled')
    stop.abort()
    clearInterval(watch)
    await load.stop()
    const { list } = await freshness
    const flushing = performance.now()
    await ask(client, '/api/flush', {})
    say(`sent in ${Math.round(elapsed)} s; flushed in ${Math.round(performance.now() - flushing)} ms`)

    const share = assembling / elapsed
    if (share > 0.1) failures.push(`assembly took ${Math.round(share * 100)} % of a core`)
    if (peak > budget) failures.push(`memory went up to ${Math.round(peak / 2 ** 20)} MiB`)
    const fresh = quantile(list, 0.99)
    if (fresh > 1000) failures.push(`other traces were in the list after ${Math.round(fresh)} ms (p99)`)

    const lookups: number[] = []
    const asking = performance.now()
    let found = 0
    while (performance.now() - asking < 21_000) {
      const at = performance.now()
      const { Traces: traces } = (await ask(client, '/Traces', { TraceIds: [bigId] })) as unknown as { Traces: Found[] }
      found = traces[0]?.Segments.length ?? 0
      lookups.push(performance.now() - at)
      await ask(client, '/TraceGraph', { TraceIds: [bigId] })
      await sleep(500)
    }
    const delays = await readMetrics(server.url)
    const loop = sumOf(delays, 'roentgen_event_loop_delay_seconds', 'thread="main",quantile="0.99"') * 1000
    if (found !== segments) failures.push(`${found} of ${segments} segments are answered`)
    if (loop > 20) failures.push(`the event loop of main was ${Math.round(loop)} ms late (p99) while it was asked for`)
    const summaries = await summariesOf(client, now)
    if (summaries.get(bigId)?.Revision !== segments)
      failures.push(`the big trace has revision ${summaries.get(bigId)?.Revision}`)
    const { Traces: ended } = (await ask(client, '/Traces', { TraceIds: [endlessId] })) as unknown as {
      Traces: Found[]
    }
    if (summaries.get(endlessId)?.Revision !== endless || ended[0]?.LimitExceeded !== true)
      failures.push(`the endless trace of ${endless}: ${JSON.stringify(summaries.get(endlessId))?.slice(0, 200)}`)
    failures.push(...(await acknowledged.missingFrom(client, acknowledged.traceIds())))
    failures.push(...(await differences(client)))
    return {
      seconds: Math.round(elapsed),
      endless,
      assemblyShareOfACore: share,
      peakMebibytes: Math.round(peak / 2 ** 20),
      freshnessP99Milliseconds: Math.round(fresh),
      lookupMilliseconds: Math.round(quantile(lookups, 0.5)),
      mainLoopP99Milliseconds: Math.round(loop),
      mainLoopMaxMilliseconds: Math.round(
        sumOf(delays, 'roentgen_event_loop_delay_seconds', 'thread="main",quantile="1"') * 1000,
      ),
      failures,
    }
  })

const stepSeconds = 'roentgen_loader_step_seconds_total'

interface Found {
  readonly LimitExceeded: boolean
  readonly Segments: readonly object[]
}

interface Summary {
  readonly Id: string
  readonly Revision: number
}

function documentOf(trace_id: string, id: string, parent_id: string | undefined, start: number): string {
  return JSON.stringify({
    trace_id,
    id,
    ...(parent_id === undefined ? {} : { parent_id }),
    name: `worker-${Number.parseInt(id.slice(0, 2), 16) % 40}`,
    start_time: start,
    end_time: start + 0.01,
    http: { request: { method: 'GET', url: `http://worker.example/${id}` }, response: { status: 200 } },
    annotations: { job: id },
    metadata: { default: { note: 'x'.repeat(600) } },
  })
}

async function put(client: XrayClient, documents: readonly string[]): Promise<void> {
  for (;;) {
    const { status, body } = await client.post('/TraceSegments', JSON.stringify({ TraceSegmentDocuments: documents }))
    if (status === 200) return
    if (status !== 429) throw new Error(`${status} ${JSON.stringify(body)}`)
    await sleep(200)
  }
}

async function summariesOf(client: XrayClient, now: number): Promise<Map<string, Summary>> {
  const found = new Map<string, Summary>()
  let token: unknown
  do {
    const page = await ask(client, '/TraceSummaries', {
      StartTime: now - 600,
      EndTime: now + 600,
      ...(token === undefined ? {} : { NextToken: token }),
    })
    for (const summary of page.TraceSummaries as readonly Summary[]) found.set(summary.Id, summary)
    token = page.NextToken
  } while (token !== undefined)
  return found
}

function shuffle(items: unknown[], below: (limit: number) => number): void {
  for (let at = items.length - 1; at > 0; at -= 1) {
    const other = below(at + 1)
    const item = items[at]
    items[at] = items[other]
    items[other] = item
  }
}
