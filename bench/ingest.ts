import { bytesUnder } from './disk.ts'
import { filterLines, timeFilters } from './filters.ts'
import { measureFreshness } from './freshness.ts'
import { runGenerator } from './generator.ts'
import { watchLoad } from './load-watch.ts'
import { costsOfTree } from './process-cost.ts'
import { quantile } from './quantiles.ts'
import { segmentsInMap, timeQuestions } from './questions.ts'
import { type Line, line } from './report.ts'
import { startServerProcess } from './server-process.ts'
import { ask, xrayClient } from './xray-client.ts'

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
  const watch = watchLoad(server.pid)
  const loaded = new AbortController()
  const freshness = measureFreshness(client, loaded.signal)
  const [http, udp] = await Promise.all([
    runGenerator('http', { ...workload, seed: plan.seed, prefix: 'http-', documents: plan.documents, rate: plan.rate }),
    runGenerator('udp', {
      ...workload,
      seed: plan.seed + 1,
      prefix: 'udp-',
      documents: plan.udpRate * plan.udpSeconds,
      rate: plan.udpRate,
    }),
  ])
  const beforeFlush = performance.now()
  await ask(client, '/api/flush', {})
  const flushSeconds = (performance.now() - beforeFlush) / 1000
  const cost = watch.stop()
  loaded.abort()
  const fresh = await freshness
  say(`loaded: ${Math.round(http.documents / http.seconds)} documents/s over HTTP; asking`)

  const times = await timeQuestions(client, http.traceIds, 200)
  const filters = await timeFilters(client, 10)
  const httpArrived = await segmentsInMap(client, 'http-')
  const udpArrived = await segmentsInMap(client, 'udp-')
  const diskBytes = bytesUnder(plan.dataDir)
  const idleRss = costsOfTree(server.pid).reduce((sum, { rssBytes }) => sum + rssBytes, 0)
  client.close()
  await server.stop()
  const again = await startServerProcess(plan.dataDir)
  await again.stop()

  const documents = http.documents + udp.documents
  const cpuSeconds = cost.processes.reduce((sum, process) => sum + process.cpuSeconds, 0)
  const perMillion = (seconds: number) => (seconds / documents) * 1e6
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
    line('until all is in lists and maps, after the last acknowledgement', flushSeconds, 's', { atMost: 2 }),
    line('CPU per million segments, all processes', perMillion(cpuSeconds), 'CPU-s', { atMost: 90 }),
    ...cost.processes.map((process) => line(`— ${process.command}`, perMillion(process.cpuSeconds), 'CPU-s')),
    line('UDP datagrams a second', udp.documents / udp.seconds, '/s'),
    line('segments lost over UDP', udp.segments - udpArrived, '', { atMost: 0 }),
    line('segments lost over HTTP', http.segments - httpArrived, '', { atMost: 0 }),
    line('receipt → list, p99', quantile(fresh.list, 0.99), 'ms', { atMost: fast ? 3000 : 1000 }),
    line('receipt → map, p99', quantile(fresh.map, 0.99), 'ms', { atMost: fast ? 3000 : 1000 }),
    line('a trace by id, p50', quantile(times.oneTrace, 0.5), 'ms'),
    line('a trace by id, p99', quantile(times.oneTrace, 0.99), 'ms', { atMost: 15 }),
    line('five traces by id, p99', quantile(times.fiveTraces, 0.99), 'ms', { atMost: 30 }),
    line('newest 1,000 traces or fewer, of 24 h, p95', quantile(times.newestTraces, 0.95), 'ms'),
    ...filterLines(filters),
    line('service map of 24 h, p95', quantile(times.serviceMap, 0.95), 'ms', { atMost: 150 }),
    line('disk, all files, before background merges', diskBytes / (http.segments + udp.segments), 'bytes/segment', {
      atMost: 300,
    }),
    line('start to ready, empty', server.startMilliseconds / 1000, 's', { atMost: 1.5 }),
    line('start to ready, with these data', again.startMilliseconds / 1000, 's', { atMost: 3 }),
    line('memory under load, all processes, RSS', mebibytes(cost.peakRssBytes), 'MiB', { atMost: 1.2 * 1024 }),
    line('memory after it', mebibytes(idleRss), 'MiB'),
  ]
  return {
    lines,
    raw: {
      http: withoutSamples(http),
      udp: withoutSamples(udp),
      processes: cost.processes,
      httpArrived,
      udpArrived,
      diskBytes,
      freshness: fresh,
      filters,
    },
  }
}

function withoutSamples<T extends { ackMilliseconds: unknown; traceIds: unknown }>(sent: T) {
  const { ackMilliseconds: _, traceIds: __, ...rest } = sent
  return rest
}
