import type { ActiveTraces, Loader, Recomputer, Retention, WriteAhead } from '@roentgen/store'
import { quarantineSize } from '@roentgen/store'
import type { Micros } from '@roentgen/trace'
import { Histogram } from '../metrics/histogram.ts'
import type { IngestMeasurements } from '../threads/messages.ts'
import type { Acceptance } from './acceptance.ts'
import type { DiskWatch } from './disk-watch.ts'
import type { RejectedDocuments } from './rejected-documents.ts'

/** From receipt to list and map. */
export interface Freshness {
  /** Documents of these receipts are in lists and maps now. */
  readonly listed: (received: readonly Micros[]) => void
  readonly counts: Histogram['counts']
}

/** The budget is one second, three under full load. The clock may have been set back since the receipt. */
export function freshnessMeter(): Freshness {
  const seconds = new Histogram([0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 60, 300])
  return {
    listed: (received) => {
      const now = Date.now() * 1000
      for (const time of received) seconds.observe(Math.max(0, now - time) / 1e6)
    },
    counts: () => seconds.counts(),
  }
}

export interface MeasuredParts {
  readonly acceptance: Acceptance
  readonly rejected: RejectedDocuments
  readonly writeAhead: WriteAhead
  readonly active: ActiveTraces
  readonly loader: Loader
  readonly recomputer: Recomputer
  readonly freshness: Freshness
  readonly disk: DiskWatch
  readonly diskProblem: string | undefined
  /** Undefined where another server measures the tables. */
  readonly retention: Retention | undefined
  readonly quarantineDir: string
}

/** What the ingest thread knows of itself, but for its event loop. */
export async function ingestMeasurements(parts: MeasuredParts): Promise<Omit<IngestMeasurements, 'loopDelay'>> {
  const { acceptance, rejected, writeAhead, active, loader, recomputer, freshness, disk, retention } = parts
  const quarantine = await quarantineSize(parts.quarantineDir)
  return {
    accepted: { ...acceptance.accepted },
    rejected: rejected.counts,
    writeAheadBytes: writeAhead.usedBytes,
    writeAheadLimits: writeAhead.limits,
    writeAheadFiles: writeAhead.closedFiles().length,
    activeTraces: active.size,
    activeBytes: active.bytes,
    loader: loader.counters(),
    oldestUnloaded: ageOf(writeAhead.oldestFileMade),
    freshness: freshness.counts(),
    map: recomputer.state(),
    disk: { free: disk.free, used: retention?.state().used, problem: parts.diskProblem, quarantine },
  }
}

/** Seconds; the clock may have been set back since. */
function ageOf(made: number | undefined): number {
  return made === undefined ? 0 : Math.max(0, Date.now() * 1000 - made) / 1e6
}
