import { join } from 'node:path'
import type { Log, Store } from '@roentgen/store'
import {
  ActiveTraces,
  beginOfDay,
  dateOf,
  Loader,
  openStore,
  quarantineSize,
  Recomputer,
  Retention,
  WriteAhead,
} from '@roentgen/store'
import type { Bytes, Micros, TraceId } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import { suspendedGroups } from '../groups/suspended-groups.ts'
import { type GroupsWrite, writeGroups } from '../groups/write-groups.ts'
import { Watches } from '../live/watches.ts'
import { DatagramRing } from '../receive/datagram-ring.ts'
import { sizeText } from '../size-text.ts'
import type { IngestCalls, IngestMeasurements, Listed, Room, UnprocessedSegment } from '../threads/messages.ts'
import { Acceptance } from './acceptance.ts'
import { type ReceiptClock, receiptClock } from './clock.ts'
import { DatagramReader } from './datagram-reader.ts'
import { DiskWatch } from './disk-watch.ts'
import { type Freshness, freshnessMeter, ingestMeasurements } from './ingest-measurements.ts'
import type { IngestParts, IngestSettings } from './ingest-parts.ts'
import { type Landing, landingOn } from './landing.ts'
import { putSegments } from './put-segments.ts'
import {
  type QuarantineCall,
  type QuarantineOutcome,
  type QuarantineReport,
  quarantineCall,
  quarantinedLine,
  quarantineReport,
  showQuarantined,
} from './quarantine-desk.ts'
import { RejectedDocuments } from './rejected-documents.ts'
import { type Restored, restoreDocuments } from './restore-documents.ts'
import { serverNumber } from './server-number.ts'
import { withinTime } from './within-time.ts'

/** Bytes of files that wait to be loaded before HTTP senders wait: memory holds the digests of about as many documents. */
const roomOfHttp = 96 * 1024 ** 2

/** How long lines of a backup, and what is tried again, wait for room before their sender is told to pause, ms. */
const patience = 1500

/** For an engine that did not answer in time, ms. */
const lastMoment = 1000

/** Longer than anything was ever kept. */
const forever = Number.MAX_SAFE_INTEGER as Micros

/** Everything between the receivers and the tables: admission, write-ahead files, active traces, the loader. */
export class Ingest {
  readonly #store: Store
  readonly #writeAhead: WriteAhead
  readonly #loader: Loader
  readonly #recomputer: Recomputer
  readonly #retention: Retention
  readonly #disk: DiskWatch
  readonly #clock: ReceiptClock
  readonly #quarantineDir: string
  readonly #active: ActiveTraces
  readonly #rejected: RejectedDocuments
  readonly #acceptance: Acceptance
  readonly #datagrams: DatagramReader
  readonly #landing: Landing
  readonly #isControl: boolean
  readonly #region: string
  readonly #retentionSet: Micros
  readonly #maxDisk: Bytes | undefined
  readonly #log: Log
  /** Filters of live streams. */
  readonly watches = new Watches()
  readonly #freshness: Freshness = freshnessMeter()

  /** Opens the write-ahead files, and loads what an earlier process left in them. */
  static async open(start: IngestSettings, log: Log, onLoaded: (listed: Listed) => void): Promise<Ingest> {
    // Main has made the tables.
    const store = await openStore({ ...start.store, isMade: true, log })
    const server = await serverNumber(store, start.dataDir, log)
    const writeAhead = await WriteAhead.open({
      dir: join(start.dataDir, 'write-ahead'),
      server,
      room: start.writeAheadRoom,
      httpRoom: roomOfHttp,
      log,
    })
    const disk = await DiskWatch.start({ directory: start.dataDir, minFree: start.minFree, log })
    const ring = new DatagramRing(start.ring)
    const ingest = new Ingest({ store, writeAhead, server, ring, disk, start, log, onLoaded })
    await showQuarantined(ingest.#quarantineDir, ingest.#rejected)
    const left = writeAhead.closedFiles().length
    ingest.#loader.start()
    if (start.isControl) {
      ingest.#recomputer.start()
      ingest.#retention.start()
    }
    if (left > 0) {
      log('info', 'Loading what the last run had acknowledged and not loaded', { files: left })
      await ingest.flush()
    }
    // Groups that were made before they had maps begin to have them.
    if (start.isControl)
      await ingest.writeGroups({ groups: [], versions: [] }).catch((error: unknown) => {
        log('warn', 'Groups have to wait for their maps until the next change of one', { reason: String(error) })
      })
    return ingest
  }

  private constructor(parts: IngestParts) {
    const { store, writeAhead, server, ring, disk, start, log, onLoaded } = parts
    const quarantineDir = join(start.dataDir, 'quarantine')
    const now = receiptClock()
    this.#clock = now
    this.#quarantineDir = quarantineDir
    this.#store = store
    this.#writeAhead = writeAhead
    this.#isControl = start.isControl
    this.#region = start.region
    this.#retentionSet = start.retention
    this.#maxDisk = start.maxDisk
    this.#log = log
    this.#active = new ActiveTraces({ now })
    this.#landing = landingOn(writeAhead, this.#active, () => disk.wasFull())
    this.#rejected = new RejectedDocuments()
    this.#loader = new Loader({
      store,
      writeAhead,
      active: this.#active,
      sharedAs: start.store.own ? undefined : server,
      quarantineDir,
      log,
      onListed: this.#freshness.listed,
      onSummarized: (key, summary) => this.watches.see(key, summary),
      onLoaded: () => onLoaded(this.watches.listed()),
      onQuarantined: (line, reason) => this.#rejected.add(quarantinedLine(line, reason, now())),
    })
    this.#recomputer = new Recomputer({ store, log })
    this.#disk = disk
    this.#retention = new Retention({
      store,
      loader: this.#loader,
      retention: start.keepAll ? forever : start.retention,
      maxDisk: start.maxDisk,
      otherBytes: async () => writeAhead.usedBytes + (await quarantineSize(quarantineDir)).bytes,
      now: () => (Date.now() * 1000) as Micros,
      log,
    })
    this.#acceptance = new Acceptance({ ...this.#landing, rejected: this.#rejected, now })
    this.#datagrams = new DatagramReader({
      ring,
      acceptance: this.#acceptance,
      rejected: this.#rejected,
      hasRoom: (bytes) => writeAhead.hasRoom(bytes, 'udp'),
      diskProblem: () => this.#diskProblem(),
      now,
      onLoss: (documents, error) =>
        log('error', 'Datagrams could not be written and are lost', { documents, cause: String(error) }),
    })
  }

  /** Datagrams are in the ring. */
  readDatagrams(): Promise<void> {
    return this.#datagrams.wake()
  }

  putSegments(body: Uint8Array, patience: number): Promise<readonly UnprocessedSegment[]> {
    return putSegments(body, {
      patience,
      acceptance: this.#acceptance,
      diskProblem: () => this.#diskProblem(),
      waitForRoom: (bytes, milliseconds) => this.#writeAhead.waitForRoom(bytes, milliseconds),
    })
  }

  /** For a body that is not read yet. @throws ThrottledException where the disk takes nothing. */
  async waitForRoom(bytes: number, patience: number): Promise<Room> {
    const problem = this.#diskProblem()
    if (problem !== undefined) throw apiError('diskFull', problem)
    if (await this.#writeAhead.waitForRoom(bytes, 0)) return 'at once'
    return (await this.#writeAhead.waitForRoom(bytes, patience)) ? 'in time' : 'none'
  }

  /** What was received before is in lists and maps afterwards. */
  async flush(): Promise<void> {
    await this.#datagrams.wake()
    await this.#loader.flush()
  }

  /** A time before which everything that was received is loaded, and nothing more will be received. */
  async snapshot(): Promise<Micros> {
    await this.#datagrams.wake()
    const until = this.#clock.cut()
    await this.#acceptance.settled()
    await this.#loader.flush()
    return until
  }

  /** Takes lines of a backup; answers what became of them once they are on disk. */
  async restore(body: Uint8Array): Promise<Restored> {
    await this.#demandRoom(body.byteLength)
    const { horizon } = this.#store
    if (!this.#isControl) await horizon.refresh()
    const oldestKept = beginOfDay(Math.max(0, this.#clock() - this.#retentionSet))
    return restoreDocuments(body, {
      ...this.#landing,
      reopen: async (received) => {
        if (received >= horizon.time) return
        if (!this.#isControl) throw apiError('dayIsClosed', dateOf(received), dateOf(horizon.time))
        await this.#retention.reopen(oldestKept)
      },
      oldestKept,
      now: this.#clock,
    })
  }

  quarantine(ids: readonly string[] | undefined): Promise<QuarantineReport> {
    return quarantineReport(this.#quarantineDir, ids)
  }

  quarantineCall(call: QuarantineCall): Promise<QuarantineOutcome> {
    return quarantineCall(call, {
      ...this.#landing,
      directory: this.#quarantineDir,
      demandRoom: (bytes) => this.#demandRoom(bytes),
      between: (work) => this.#loader.between(work),
    })
  }

  /** When it resolves, what is received belongs to the groups as they then are, on every server. */
  async writeGroups(write: GroupsWrite): Promise<void> {
    const store = this.#store
    await writeGroups(
      {
        store,
        loader: this.#loader,
        clock: this.#clock,
        region: this.#region,
        isShared: !store.connection.own,
        log: this.#log,
      },
      write,
    )
  }

  async suspendedGroups(): Promise<IngestCalls['suspendedGroups']['answer']> {
    const { groups } = this.#store
    // While the engine is away, as they were known.
    if (!this.#store.connection.own) await groups.refresh().catch(() => {})
    return suspendedGroups(groups)
  }

  pendingDocuments(traceIds: readonly TraceId[]): Promise<ReadonlyMap<TraceId, readonly string[]>> {
    return this.#writeAhead.documentsOf(traceIds)
  }

  rejected(): IngestCalls['rejected']['answer'] {
    return this.#rejected.list()
  }

  measure(): Promise<Omit<IngestMeasurements, 'loopDelay'>> {
    return ingestMeasurements({
      acceptance: this.#acceptance,
      rejected: this.#rejected,
      writeAhead: this.#writeAhead,
      active: this.#active,
      loader: this.#loader,
      recomputer: this.#recomputer,
      freshness: this.#freshness,
      disk: this.#disk,
      diskProblem: this.#diskProblem(),
      retention: this.#isControl ? this.#retention : undefined,
      quarantineDir: this.#quarantineDir,
    })
  }

  /** A sentence, while nothing may be accepted. */
  #diskProblem(): string | undefined {
    const { isFull, used } = this.#retention.state()
    if (!isFull) return this.#disk.problem
    return `The data takes ${sizeText(used)} of ${sizeText(this.#maxDisk ?? 0)} (--max-disk), and all of it is of today.`
  }

  /** @throws ThrottledException */
  async #demandRoom(bytes: number): Promise<void> {
    const problem = this.#diskProblem()
    if (problem !== undefined) throw apiError('diskFull', problem)
    if (!(await this.#writeAhead.waitForRoom(bytes, patience))) throw apiError('noRoom')
  }

  /** Takes what the ring holds, loads what it can within the bound. What is left is loaded at the next start. */
  async close(milliseconds: number): Promise<void> {
    await this.#datagrams.wake()
    const flushed = await withinTime(this.#loader.flush(), milliseconds)
    if (!flushed) this.#log('warn', 'Not everything is loaded yet; the next start goes on', { waited: milliseconds })
    // Who did not answer so long gets a moment for what is under way, and no such time again for each part of it.
    const most = flushed ? milliseconds : lastMoment
    const parts = [this.#loader, this.#recomputer, this.#retention].map((part) => part.close())
    const ended = Promise.all(parts).then(() => {})
    await withinTime(ended, most)
    await this.#disk.close()
    await this.#writeAhead.close()
    await withinTime(this.#store.close(), most)
  }
}
