import type { TableSize } from '@roentgen/store'
import type { Live } from '../live/live.ts'
import type { DatagramRing } from '../receive/datagram-ring.ts'
import type { IngestMeasurements, LoopDelay } from '../threads/messages.ts'
import type { HttpCounts } from './http-counts.ts'
import { loadMetrics, receiptMetrics } from './ingest-metrics.ts'
import { kernelDrops } from './kernel-drops.ts'
import type { MeasuredStore } from './measured-store.ts'
import { counter, gauge, histogram, type Metric, prometheusText } from './prometheus.ts'

export interface MetricsParts {
  readonly ingest: () => Promise<IngestMeasurements>
  readonly udpLoopDelay: () => Promise<LoopDelay>
  readonly mainLoopDelay: () => LoopDelay
  readonly ring: DatagramRing
  readonly http: HttpCounts
  readonly questions: MeasuredStore['times']
  /** Empty where nothing recent is known. */
  readonly tableSizes: () => readonly TableSize[]
  readonly port: () => number
  readonly engineRestarts: () => number
  readonly telemetryRecords: () => number
  readonly live: Pick<Live, 'streams' | 'events'>
  readonly writeAheadRoom: number
}

/** Everything that GET /metrics says: what memory and the kernel know. Nothing is asked of the engine. */
export async function serverMetrics(parts: MetricsParts): Promise<string> {
  const [ingest, udp, drops] = await Promise.all([parts.ingest(), parts.udpLoopDelay(), kernelDrops(parts.port())])
  return prometheusText([
    ...receiptMetrics(ingest, parts.ring.counts, drops, parts.writeAheadRoom),
    ...loadMetrics(ingest, Date.now() / 1000),
    ...storeMetrics(parts),
    ...requestMetrics(parts),
    ...processMetrics({ main: parts.mainLoopDelay(), ingest: ingest.loopDelay, udp }),
  ])
}

function storeMetrics({ engineRestarts, tableSizes }: MetricsParts): Metric[] {
  const sizes = tableSizes()
  const of = (what: 'parts' | 'rows' | 'bytes') =>
    sizes.map(({ table, [what]: value }) => ({ labels: { table }, value }))
  return [
    counter(
      'roentgen_engine_restarts_total',
      'Times that the embedded engine died and was started again.',
      engineRestarts(),
    ),
    gauge('roentgen_store_parts', 'Active parts of each table; many mean that merges do not keep up.', of('parts')),
    gauge('roentgen_store_rows', 'Rows in these, replaced ones among them.', of('rows')),
    gauge('roentgen_store_bytes', 'Bytes of these on disk.', of('bytes')),
  ]
}

function requestMetrics({ http, questions, telemetryRecords, live }: MetricsParts): Metric[] {
  const rows = (what: 'count' | 'seconds') =>
    http.rows.map(({ path, status, [what]: value }) => ({ labels: { path, status }, value }))
  return [
    counter('roentgen_http_requests_total', 'HTTP requests by path and status.', rows('count')),
    counter(
      'roentgen_http_request_seconds_total',
      'Seconds spent on HTTP requests by path and status.',
      rows('seconds'),
    ),
    histogram(
      'roentgen_question_seconds',
      'Time that the store took for a question, by question.',
      questions().map(({ question, histogram }) => ({ labels: { question }, histogram })),
    ),
    counter('roentgen_telemetry_records_total', 'Records of PutTelemetryRecords.', telemetryRecords()),
    gauge('roentgen_live_streams', 'Open live streams.', live.streams),
    counter(
      'roentgen_live_events_total',
      'Events sent on live streams, by topic.',
      Object.entries(live.events).map(([topic, value]) => ({ labels: { topic }, value })),
    ),
  ]
}

function processMetrics(delays: Readonly<Record<string, LoopDelay>>): Metric[] {
  const { user, system } = process.cpuUsage()
  return [
    gauge(
      'roentgen_event_loop_delay_seconds',
      'How late the event loop of each thread ran in the last 10 s.',
      Object.entries(delays).flatMap(([thread, { p50, p99, max }]) => [
        { labels: { thread, quantile: '0.5' }, value: p50 },
        { labels: { thread, quantile: '0.99' }, value: p99 },
        { labels: { thread, quantile: '1' }, value: max },
      ]),
    ),
    gauge('process_resident_memory_bytes', 'Memory of the server process.', process.memoryUsage.rss()),
    counter('process_cpu_seconds_total', 'CPU time of the server process.', (user + system) / 1e6),
    gauge(
      'process_start_time_seconds',
      'When the server process began, epoch seconds.',
      Math.round(Date.now() / 1000 - process.uptime()),
    ),
  ]
}
