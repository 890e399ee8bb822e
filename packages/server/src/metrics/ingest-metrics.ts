import type { DatagramRing } from '../receive/datagram-ring.ts'
import type { IngestMeasurements } from '../threads/messages.ts'
import { counter, gauge, histogram, type Metric } from './prometheus.ts'

/** From the sockets to the write-ahead files. `kernelDrops` is undefined where the system does not say. */
export function receiptMetrics(
  ingest: IngestMeasurements,
  ring: DatagramRing['counts'],
  kernelDrops: number | undefined,
  writeAheadRoom: number,
): Metric[] {
  const { pushed, dropped, unread } = ring
  const { disk } = ingest
  return [
    counter('roentgen_datagrams_received_total', 'Datagrams read from the UDP socket.', pushed + dropped),
    counter('roentgen_datagrams_dropped_total', 'Datagrams lost for want of room, by place.', [
      { labels: { where: 'ring' }, value: dropped },
      ...(kernelDrops === undefined ? [] : [{ labels: { where: 'kernel' }, value: kernelDrops }]),
    ]),
    gauge('roentgen_datagrams_waiting', 'Datagrams between the UDP thread and ingest.', unread),
    counter('roentgen_documents_accepted_total', 'Segment documents on disk, by source.', [
      { labels: { source: 'udp' }, value: ingest.accepted.udp },
      { labels: { source: 'http' }, value: ingest.accepted.http },
    ]),
    counter(
      'roentgen_documents_rejected_total',
      'Documents and datagrams not accepted, by source and code.',
      ingest.rejected.map(({ source, code, count }) => ({ labels: { source, code }, value: count })),
    ),
    gauge(
      'roentgen_write_ahead_bytes',
      'Bytes of documents that are acknowledged and not yet loaded.',
      ingest.writeAheadBytes,
    ),
    gauge('roentgen_write_ahead_room_bytes', 'Bytes that these may take.', writeAheadRoom),
    gauge('roentgen_write_ahead_limit_bytes', 'Bytes that these may be before no more is taken, by source.', [
      { labels: { source: 'udp' }, value: ingest.writeAheadLimits.udp },
      { labels: { source: 'http' }, value: ingest.writeAheadLimits.http },
    ]),
    gauge('roentgen_write_ahead_files', 'Closed write-ahead files that wait for the loader.', ingest.writeAheadFiles),
    gauge(
      'roentgen_accepting',
      '1 while documents are accepted, 0 while the disk has no room for them.',
      disk.problem === undefined ? 1 : 0,
    ),
    gauge('roentgen_disk_free_bytes', "Free on the data directory's disk.", disk.free === undefined ? [] : disk.free),
    gauge(
      'roentgen_disk_used_bytes',
      'Tables, write-ahead files and quarantine, which --max-disk limits. The control server says it.',
      disk.used === undefined ? [] : disk.used,
    ),
    gauge(
      'roentgen_quarantine_records',
      'Documents that the store refused and that are kept aside.',
      disk.quarantine.records,
    ),
    gauge('roentgen_active_traces', 'Traces whose digests are in memory.', ingest.activeTraces),
    gauge('roentgen_active_bytes', 'Estimated bytes of these digests.', ingest.activeBytes),
  ]
}

/** From the write-ahead files to lists and maps. */
export function loadMetrics({ loader, map, freshness, oldestUnloaded }: IngestMeasurements, now: number): Metric[] {
  const oldestDirty = map.oldestDirty === undefined ? 0 : Math.max(0, now - map.oldestDirty / 1e6)
  return [
    gauge(
      'roentgen_loader_oldest_unloaded_seconds',
      'Age of the oldest acknowledged document not yet in lists and maps; 0 where there is none.',
      oldestUnloaded,
    ),
    histogram('roentgen_freshness_seconds', 'From the receipt of a document until lists and maps have it.', [
      { histogram: freshness },
    ]),
    counter('roentgen_loader_documents_total', 'Documents that the loader has been through with.', loader.documents),
    counter('roentgen_loader_files_total', 'Write-ahead files loaded.', loader.files),
    counter('roentgen_loader_assemblies_total', 'Assemblies, a trace each time.', loader.traces),
    counter('roentgen_loader_summaries_total', 'Summaries written.', loader.summaries),
    counter(
      'roentgen_loader_quarantined_total',
      'Documents that the store refused and that are kept aside.',
      loader.quarantined,
    ),
    counter('roentgen_loader_retries_total', 'Steps that had to be tried again.', loader.retries),
    counter('roentgen_loader_failures_total', 'Traces that could not be assembled: a fault of ours.', loader.failures),
    counter(
      'roentgen_loader_step_seconds_total',
      'Time spent in each step of the loader.',
      Object.entries(loader.seconds).map(([step, value]) => ({ labels: { step }, value })),
    ),
    gauge(
      'roentgen_map_dirty_minutes',
      'Minutes of the map that are read from summaries until their rows are made again.',
      map.dirtyMinutes,
    ),
    gauge(
      'roentgen_map_oldest_dirty_seconds',
      'Age of the oldest such minute, from its beginning; 0 where there is none.',
      oldestDirty,
    ),
    counter('roentgen_map_rows_total', 'Rows of the map that were made.', [
      { labels: { table: 'map_1m' }, value: map.minutes },
      { labels: { table: 'map_1h' }, value: map.hours },
      { labels: { table: 'map_1d' }, value: map.days },
    ]),
    counter('roentgen_map_seconds_total', 'Time spent on making rows of the map.', map.seconds),
  ]
}
