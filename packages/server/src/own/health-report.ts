import type { Health, HealthReport, ReceivedCounts } from '@roentgen/api'
import { dateOf, type Store } from '@roentgen/store'
import type { Settings } from '../config.ts'
import type { IngestMeasurements } from '../threads/messages.ts'

export interface HealthReportParts {
  readonly health: Health
  readonly store: Pick<Store, 'stored' | 'horizon'>
  readonly settings: Pick<Settings, 'retention' | 'maxDisk' | 'minFree' | 'writeAheadRoom'>
  readonly ingest: IngestMeasurements
  readonly engine: HealthReport['engine']
  readonly datagrams: HealthReport['datagrams']
  /** Epoch seconds. */
  readonly started: number
  /** Why no trace is put into a group, by its ARN. */
  readonly groups: ReadonlyMap<string, string>
}

/** What GET /api/health says: how much is stored, since when, under which limits. `store` is null while the engine is away. */
export async function healthReport(parts: HealthReportParts): Promise<HealthReport> {
  const { health, store, settings, ingest, engine, datagrams, started, groups } = parts
  const { disk } = ingest
  const stored = await store.stored().catch(() => undefined)
  const [oldest] = stored?.days ?? []
  return {
    ...health,
    started,
    accepting: disk.problem === undefined,
    received: receivedCounts(ingest),
    datagrams,
    rejections: ingest.rejected.toSorted((a, b) => b.count - a.count),
    engine,
    store:
      stored === undefined
        ? null
        : {
            bytes: stored.bytes,
            tables: stored.tables,
            days: stored.days.length,
            oldestDay: oldest === undefined ? null : dateOf(oldest),
          },
    retention: {
      seconds: settings.retention / 1e6,
      /** Everything received before this day was dropped; null where nothing was. */
      since: store.horizon.time === 0 ? null : dateOf(store.horizon.time),
    },
    disk: {
      free: disk.free ?? null,
      minFree: settings.minFree,
      used: stored === undefined ? (disk.used ?? null) : stored.bytes + ingest.writeAheadBytes + disk.quarantine.bytes,
      maxDisk: settings.maxDisk ?? null,
    },
    writeAhead: {
      bytes: ingest.writeAheadBytes,
      room: settings.writeAheadRoom,
      files: ingest.writeAheadFiles,
      oldestUnloaded: ingest.oldestUnloaded,
    },
    quarantine: disk.quarantine,
    suspendedGroups: [...groups].map(([arn, reason]) => ({ arn, reason })),
  }
}

export function receivedCounts({ accepted, rejected }: IngestMeasurements): ReceivedCounts {
  return { accepted, rejected: rejected.reduce((sum, { count }) => sum + count, 0) }
}
