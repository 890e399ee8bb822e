import { bytesUnder } from './disk.ts'
import { filterLines, timeFilters } from './filters.ts'
import { type Freshness, measureFreshness } from './freshness.ts'
import { runGenerator } from './generator.ts'
import { watchLoad } from './load-watch.ts'
import { costsOfTree } from './process-cost.ts'
import { quantile } from './quantiles.ts'
import { segmentsInMap, timeQuestions } from './questions.ts'
import { type Line, line } from './report.ts'
import { startServerProcess } from './server-process.ts'
import { ask, type XrayClient, xrayClient } from './xray-client.ts'

export interface IngestPlan {
  readonly dataDir: string
  readonly seed: number
  readonly documents: number
  readonly rate: number
  readonly udpRate: number
  readonly udpSeconds: number
  readonly batch: number
  readonly concurrency: number
}

/** Starts a server on an empty directory, loads it as the plan says, asks it, starts it again, and lays the numbers beside the budgets. */
export async function measureIngest(
  plan: IngestPlan,
  say: (text: string) => void,
): Promise<{ lines: Line[]; raw: object }> {
  const server = await startServerProcess(plan.dataDir)
  say(`ready in ${Math.round(server.startMilliseconds)} ms; sending ${plan.documents.toLocaleString('en')} documents`)
  const client = xrayClient(server.url, 4)
  const workload = { url: server.url, batch: plan.batch, concurrency: plan.concurrency }
  const paced = (prefix: string, seed: number) => {
    const documents = plan.udpRate * plan.udpSeconds
    return { ...workload, seed: plan.seed + seed, prefix, documents, rate: plan.udpRate }
  }
  const full = await underLoad(client, server.pid, () =>
    runGenerator('http', { ...workload, seed: plan.seed, prefix: 'http-', documents: plan.documents, rate: plan.rate }),
  )
  const http = full.sent
  say(`loaded: ${Math.round(http.documents / http.seconds)} documents/s over HTTP; datagrams beside ${plan.udpRate}/s`)
  const both = await underLoad(client, server.pid, () =>
    Promise.all([runGenerator('http', paced('beside-', 1)), runGenerator('udp', paced('udp-', 2))]),
  )
  const [beside, udp] = both.sent
  say(`${plan.udpRate}/s over HTTP alone`)
  const slow = await underLoad(client, server.pid, () => runGenerator('http', paced('paced-', 3)))
  say('asking')

  const times = await timeQuestions(client, http.traceIds, 200)
  const filters = await timeFilters(client, 10)
  const overHttp = { 'http-': http, 'beside-': beside, 'paced-': slow.sent }
  let httpLost = 0
  for (const [prefix, { segments }] of Object.entries(overHttp))
    httpLost += segments - (await segmentsInMap(client, prefix))
  const udpArrived = await segmentsInMap(client, 'udp-')
  const diskBytes = bytesUnder(plan.dataDir)
  const idleRss = costsOfTree(server.pid).reduce((sum, { rssBytes }) => sum + rssBytes, 0)
  client.close()
  await server.stop()
  const again = await startServerProcess(plan.dataDir)
  await again.stop()

  const { cost } = full
  const cpuSeconds = cost.processes.reduce((sum, process) => sum + process.cpuSeconds, 0)
  const perMillion = (seconds: number) => (seconds / http.documents) * 1e6
  const peakRss = Math.max(...[full, both, slow].map((phase) => phase.cost.peakRssBytes))
  const stored = Object.values(overHttp).reduce((sum, { segments }) => sum + segments, udp.segments)
  const fast = http.documents / http.seconds > 6000
  const mebibytes = (bytes: number) => bytes / 2 ** 20
  const lines = [
    line(
      'durable ingest over HTTP',
      http.documents / http.seconds,
      'segments/s',
      plan.rate > 0 ? {} : { atLeast: 15_000 },
    ),
    line('acknowledgement, p50', quantile(http.ackMilliseconds, 0.5), 'ms'),
    line('acknowledgement, p99', quantile(http.ackMilliseconds, 0.99), 'ms'),
    line('requests throttled', http.throttledRequests, ''),
    line('until all is in lists and maps, after the last acknowledgement', full.flushSeconds, 's', { atMost: 2 }),
    line('CPU per million segments, all processes', perMillion(cpuSeconds), 'CPU-s', { atMost: 90 }),
    ...cost.processes.map((process) => line(`— ${process.command}`, perMillion(process.cpuSeconds), 'CPU-s')),
    line('UDP datagrams a second, as many over HTTP beside them', udp.documents / udp.seconds, '/s'),
    line('segments lost over UDP', udp.segments - udpArrived, '', { atMost: 0 }),
    line('segments lost over HTTP', httpLost, '', { atMost: 0 }),
    ...freshnessLines('at that pace', full.fresh, fast ? 3000 : 1000),
    ...freshnessLines('of both', both.fresh),
    ...freshnessLines(`at ${plan.udpRate.toLocaleString('en')}/s over HTTP`, slow.fresh, 1000),
    line('a trace by id, p50', quantile(times.oneTrace, 0.5), 'ms'),
    line('a trace by id, p99', quantile(times.oneTrace, 0.99), 'ms', { atMost: 15 }),
    line('five traces by id, p99', quantile(times.fiveTraces, 0.99), 'ms', { atMost: 30 }),
    line('newest 1,000 traces or fewer, of 24 h, p95', quantile(times.newestTraces, 0.95), 'ms'),
    ...filterLines(filters),
    line('service map of 24 h, p95', quantile(times.serviceMap, 0.95), 'ms', { atMost: 150 }),
    line('disk, all files, before background merges', diskBytes / stored, 'bytes/segment', {
      atMost: 300,
    }),
    line('start to ready, empty', server.startMilliseconds / 1000, 's', { atMost: 1.5 }),
    line('start to ready, with these data', again.startMilliseconds / 1000, 's', { atMost: 3 }),
    line('memory under load, all processes, RSS', mebibytes(peakRss), 'MiB', { atMost: 1.2 * 1024 }),
    line('memory after it', mebibytes(idleRss), 'MiB'),
  ]
  return {
    lines,
    raw: {
      http: withoutSamples(http),
      udp: withoutSamples(udp),
      processes: cost.processes,
      httpLost,
      udpArrived,
      diskBytes,
      freshness: { full: full.fresh, both: both.fresh, slow: slow.fresh },
      filters,
    },
  }
}

/** What it sends until all of it is in lists and maps, what the server paid for it, and how soon a probe was seen meanwhile. */
async function underLoad<Sent>(client: XrayClient, pid: number, send: () => Promise<Sent>) {
  const watch = watchLoad(pid)
  const loaded = new AbortController()
  const freshness = measureFreshness(client, loaded.signal)
  const sent = await send()
  const beforeFlush = performance.now()
  await ask(client, '/api/flush', {})
  const flushSeconds = (performance.now() - beforeFlush) / 1000
  const cost = watch.stop()
  loaded.abort()
  return { sent, flushSeconds, cost, fresh: await freshness }
}

function freshnessLines(when: string, { list, map }: Freshness, atMost?: number): Line[] {
  const limit = atMost === undefined ? {} : { atMost }
  return [
    line(`receipt → list, ${when}, p99`, quantile(list, 0.99), 'ms', limit),
    line(`receipt → map, ${when}, p99`, quantile(map, 0.99), 'ms', limit),
  ]
}

function withoutSamples<T extends { ackMilliseconds: unknown; traceIds: unknown }>(sent: T) {
  const { ackMilliseconds: _, traceIds: __, ...rest } = sent
  return rest
}
