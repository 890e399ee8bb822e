import type { DatagramRing } from '../receive/datagram-ring.ts'
import type { IngestMeasurements, LoopDelay } from '../threads/messages.ts'
import type { HttpCounts } from './http-counts.ts'
import { kernelDrops } from './kernel-drops.ts'
import type { Metric } from './prometheus.ts'
import { prometheusText } from './prometheus.ts'

export interface MetricsParts {
  readonly ingest: () => Promise<IngestMeasurements>
  readonly udpLoopDelay: () => Promise<LoopDelay>
  readonly mainLoopDelay: () => LoopDelay
  readonly ring: DatagramRing
  readonly http: HttpCounts
  readonly port: () => number
  readonly engineRestarts: () => number
  readonly telemetryRecords: () => number
  readonly writeAheadRoom: number
}

/** Everything that GET /metrics says. */
export async function serverMetrics(parts: MetricsParts): Promise<string> {
  const [ingest, udpDelay, kernel] = await Promise.all([
    parts.ingest(),
    parts.udpLoopDelay(),
    kernelDrops(parts.port()),
  ])
  const { loader } = ingest
  const { pushed, dropped, unread } = parts.ring.counts
  const drops = [
    { labels: { where: 'ring' }, value: dropped },
    ...(kernel === undefined ? [] : [{ labels: { where: 'kernel' }, value: kernel }]),
  ]
  return prometheusText([
    counter('roentgen_datagrams_received_total', 'Datagrams read from the UDP socket.', [{ value: pushed + dropped }]),
    counter('roentgen_datagrams_dropped_total', 'Datagrams lost for want of room, by place.', drops),
    gauge('roentgen_datagrams_waiting', 'Datagrams between the UDP thread and ingest.', [{ value: unread }]),
    counter('roentgen_documents_accepted_total', 'Segment documents on disk, by source.', [
      { labels: { source: 'udp' }, value: ingest.accepted.udp },
      { labels: { source: 'http' }, value: ingest.accepted.http },
    ]),
    counter(
      'roentgen_documents_rejected_total',
      'Documents and datagrams not accepted, by source and code.',
      ingest.rejected.map(({ source, code, count }) => ({ labels: { source, code }, value: count })),
    ),
    gauge('roentgen_write_ahead_bytes', 'Bytes of documents that are acknowledged and not yet loaded.', [
      { value: ingest.writeAheadBytes },
    ]),
    gauge('roentgen_write_ahead_room_bytes', 'Bytes that these may take.', [{ value: parts.writeAheadRoom }]),
    gauge('roentgen_write_ahead_files', 'Closed write-ahead files that wait for the loader.', [
      { value: ingest.writeAheadFiles },
    ]),
    gauge('roentgen_active_traces', 'Traces whose digests are in memory.', [{ value: ingest.activeTraces }]),
    gauge('roentgen_active_bytes', 'Estimated bytes of these digests.', [{ value: ingest.activeBytes }]),
    counter('roentgen_loader_documents_total', 'Documents that are in lists and maps.', [{ value: loader.documents }]),
    counter('roentgen_loader_files_total', 'Write-ahead files loaded.', [{ value: loader.files }]),
    counter('roentgen_loader_assemblies_total', 'Assemblies, a trace each time.', [{ value: loader.traces }]),
    counter('roentgen_loader_summaries_total', 'Summaries written.', [{ value: loader.summaries }]),
    counter('roentgen_loader_quarantined_total', 'Documents that the store refused and that are kept aside.', [
      { value: loader.quarantined },
    ]),
    counter('roentgen_loader_retries_total', 'Steps that had to be tried again.', [{ value: loader.retries }]),
    counter('roentgen_loader_failures_total', 'Traces that could not be assembled: a fault of ours.', [
      { value: loader.failures },
    ]),
    gauge('roentgen_loader_oldest_unloaded_seconds', 'Age of the oldest document not yet in lists and maps.', [
      { value: loader.oldestUnloaded },
    ]),
    counter(
      'roentgen_loader_step_seconds_total',
      'Time spent in each step of the loader.',
      Object.entries(loader.seconds).map(([step, value]) => ({ labels: { step }, value })),
    ),
    gauge(
      'roentgen_map_dirty_minutes',
      'Minutes of the map that are read from summaries until their rows are made again.',
      [{ value: ingest.map.dirtyMinutes }],
    ),
    gauge(
      'roentgen_map_oldest_dirty_minute',
      'Begin of the oldest such minute, epoch seconds; 0 where there is none.',
      [{ value: (ingest.map.oldestDirty ?? 0) / 1e6 }],
    ),
    counter('roentgen_map_rows_total', 'Rows of the map that were made.', [
      { labels: { table: 'map_1m' }, value: ingest.map.minutes },
      { labels: { table: 'map_1h' }, value: ingest.map.hours },
    ]),
    counter('roentgen_map_seconds_total', 'Time spent on making rows of the map.', [{ value: ingest.map.seconds }]),
    counter('roentgen_engine_restarts_total', 'Times that the embedded engine died and was started again.', [
      { value: parts.engineRestarts() },
    ]),
    counter('roentgen_telemetry_records_total', 'Records of PutTelemetryRecords.', [
      { value: parts.telemetryRecords() },
    ]),
    counter(
      'roentgen_http_requests_total',
      'HTTP requests by path and status.',
      parts.http.rows.map(({ path, status, count }) => ({ labels: { path, status }, value: count })),
    ),
    counter(
      'roentgen_http_request_seconds_total',
      'Seconds spent on HTTP requests by path and status.',
      parts.http.rows.map(({ path, status, seconds }) => ({ labels: { path, status }, value: seconds })),
    ),
    gauge(
      'roentgen_event_loop_delay_seconds',
      'How late the event loop of each thread ran in the last 10 s.',
      Object.entries({ main: parts.mainLoopDelay(), ingest: ingest.loopDelay, udp: udpDelay }).flatMap(
        ([thread, { p50, p99, max }]) => [
          { labels: { thread, quantile: '0.5' }, value: p50 },
          { labels: { thread, quantile: '0.99' }, value: p99 },
          { labels: { thread, quantile: '1' }, value: max },
        ],
      ),
    ),
    gauge('process_resident_memory_bytes', 'Memory of the server process.', [{ value: process.memoryUsage.rss() }]),
    counter('process_cpu_seconds_total', 'CPU time of the server process.', [
      { value: (process.cpuUsage().user + process.cpuUsage().system) / 1e6 },
    ]),
  ])
}

function counter(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, help, type: 'counter', samples }
}

function gauge(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, help, type: 'gauge', samples }
}
