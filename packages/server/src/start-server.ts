import { access, constants, mkdir } from 'node:fs/promises'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { Log as PartLog, Store } from '@roentgen/store'
import { lockDirectory, openStore } from '@roentgen/store'
import type { ServerConfig, Settings } from './config.ts'
import { isLoopback, settingsOf } from './config.ts'
import { Endings } from './endings.ts'
import { StartError, startErrors } from './errors.ts'
import { Groups } from './groups/groups.ts'
import { buildApp, type Route, sendJson } from './http/app.ts'
import { consoleRoutes } from './http/console-files.ts'
import { HttpListener } from './http/listener.ts'
import { handOver } from './ingest/hand-over.ts'
import { Live } from './live/live.ts'
import type { Log } from './log.ts'
import { openLog } from './log.ts'
import { HttpCounts } from './metrics/http-counts.ts'
import { kernelDrops } from './metrics/kernel-drops.ts'
import { type MeasuredStore, measured } from './metrics/measured-store.ts'
import { serverMetrics } from './metrics/server-metrics.ts'
import { storeSizes } from './metrics/store-sizes.ts'
import { analyticsRoutes } from './own/analytics.ts'
import { backupRoutes } from './own/backup.ts'
import { backupGroupsRoutes } from './own/backup-groups.ts'
import { storeProblem } from './own/engine-problem.ts'
import { healthOf } from './own/health.ts'
import { healthReport, receivedCounts } from './own/health-report.ts'
import { liveRoutes } from './own/live.ts'
import { quarantineRoutes } from './own/quarantine.ts'
import { receivedDocumentsRoute } from './own/received-documents.ts'
import { ownRoutes } from './own/routes.ts'
import { bindBoth } from './receive/bind-both.ts'
import { DatagramRing } from './receive/datagram-ring.ts'
import { defaultRule } from './sampling/default-rule.ts'
import type { StoreHome } from './store-home.ts'
import { openStoreHome } from './store-home.ts'
import { loopDelayMeter } from './threads/loop-delay.ts'
import type { IngestCalls, IngestStart, Listed, UdpCalls, UdpStart } from './threads/messages.ts'
import { Thread } from './threads/thread.ts'
import { besideControl } from './xray/forwarded.ts'
import { xrayOperations } from './xray/xray-operations.ts'

/** A server that listens. */
export interface RunningServer extends AsyncDisposable {
  /** One number for UDP and TCP. */
  readonly port: number
  readonly host: string
  /** Stops receiving, puts what was received on disk, loads what it can within 10 s, and ends the engine. */
  close(): Promise<void>
}

/** How long closing waits for open requests, and for the loader; milliseconds. */
const requestPatience = 2_000
const loadPatience = 10_000

/**
 * Starts everything and resolves when all listeners are up: the lock, the engine, its tables, what the last run left,
 * the listeners.
 *
 * @throws StartError, StoreError or EngineError; each message says what happened and what to do.
 */
export async function startServer(config: ServerConfig): Promise<RunningServer> {
  const settings = settingsOf(config, process.env)
  const log = openLog(settings.logLevel)
  const endings = new Endings()
  const end = (): Promise<void> =>
    endings.run((what, error) => log.error({ err: error }, `Could not close the ${what} well`))
  try {
    const port = await start(settings, log, endings, config.onFatal ?? (() => process.exit(1)))
    log.info({ host: settings.host, port }, 'Ready')
    const close = async (): Promise<void> => {
      await end()
      log.info('Closed')
    }
    return { port, host: settings.host, close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await end()
    throw error
  }
}

async function start(settings: Settings, log: Log, endings: Endings, onFatal: (error: Error) => void): Promise<number> {
  const partLog: PartLog = (level, message, fields = {}) => log[level](fields, message)
  await makeDataDir(settings.dataDir)
  const lock = await lockDirectory(settings.dataDir)
  endings.add('lock', () => lock.release())
  const home = await openStoreHome(settings, partLog)
  endings.add('engine', home.close)
  const { store, times } = measured(await openStore({ ...home.access, log: partLog }))
  endings.add('store', () => store.close())
  const sizes = storeSizes(store)
  endings.add('sizes of the tables', async () => sizes.close())

  const ring = DatagramRing.allocate(settings.datagramRingBytes)
  const threads = await startThreads(settings, home, ring, log, onFatal, endings)
  return listen(settings, log, endings, { store, times, sizes, home, ring, ...threads })
}

async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true })
    await access(dataDir, constants.W_OK)
  } catch (error) {
    const problem = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new StartError(startErrors.noDataDir(dataDir, problem))
  }
}

interface Threads {
  readonly ingest: Thread<IngestCalls>
  readonly udp: Thread<UdpCalls>
  /** Gets a {@link Listed} after each load. */
  readonly listed: MessagePort
}

async function startThreads(
  settings: Settings,
  home: StoreHome,
  ring: DatagramRing,
  log: Log,
  onFatal: (error: Error) => void,
  endings: Endings,
): Promise<Threads> {
  const { port1: wakes, port2: wakened } = new MessageChannel()
  const { port1: listing, port2: listed } = new MessageChannel()
  const onDeath = (name: string) => (error: Error) => {
    log.fatal({ err: error }, `The ${name} thread died. The server cannot go on without it and ends.`)
    onFatal(error)
  }
  const ingest = await Thread.start<IngestCalls>({
    name: 'ingest',
    entry: new URL('../dist/ingest-thread.js', import.meta.url),
    start: {
      ring: ring.shared,
      wake: wakened,
      listed: listing,
      dataDir: settings.dataDir,
      writeAheadRoom: settings.writeAheadRoom,
      retention: settings.retention,
      keepAll: settings.keepAll,
      maxDisk: settings.maxDisk,
      minFree: settings.minFree,
      store: home.access,
      isControl: settings.role === 'control',
      region: settings.region,
    } satisfies IngestStart,
    transfer: [wakened, listing],
    log,
    onDeath: onDeath('ingest'),
  })
  endings.add('ingest thread', async () => {
    await ingest.call('close', { milliseconds: loadPatience })
    await ingest.close()
  })
  const udp = await Thread.start<UdpCalls>({
    name: 'udp',
    entry: new URL('../dist/udp-thread.js', import.meta.url),
    start: { ring: ring.shared, wake: wakes } satisfies UdpStart,
    transfer: [wakes],
    log,
    onDeath: onDeath('udp'),
  })
  endings.add('udp thread', () => udp.close())
  return { ingest, udp, listed }
}

interface Parts extends Threads {
  readonly store: Store
  readonly times: MeasuredStore['times']
  readonly sizes: ReturnType<typeof storeSizes>
  readonly home: StoreHome
  readonly ring: DatagramRing
}

async function listen(settings: Settings, log: Log, endings: Endings, parts: Parts): Promise<number> {
  const { store, times, sizes, home, ring, ingest, udp, listed } = parts
  const http = new HttpCounts()
  const mainLoopDelay = loopDelayMeter()
  let telemetryRecords = 0
  let isStopping = false
  let port = settings.port
  const documents = {
    pending: (ids: IngestCalls['pendingDocuments']['ask']) => ingest.call('pendingDocuments', ids),
    stored: store.documentsOf,
  }
  const flush = async (): Promise<void> => {
    await udp.call('settle', null)
    await ingest.call('flush', null)
    // What was restored before may lie before the horizon of a moment ago.
    await store.horizon.refresh()
  }
  const handing = handOver(ingest)
  const health = async () => {
    const [engineProblem, measured] = await Promise.all([storeProblem(store), ingest.call('measure', null)])
    const { writeAheadBytes, disk } = measured
    const { writeAheadRoom } = settings
    const diskProblem = disk.problem
    return {
      health: healthOf({ engineProblem, diskProblem, writeAheadBytes, writeAheadRoom, isStopping }),
      ingest: measured,
      engine: { problem: engineProblem ?? null, restarts: home.restarts() },
    }
  }
  const report = async () => {
    const [known, droppedBySystem = null, suspended] = await Promise.all([
      health(),
      kernelDrops(port),
      ingest.call('suspendedGroups', null),
    ])
    const { pushed, dropped } = ring.counts
    return healthReport({
      ...known,
      store,
      settings,
      datagrams: { received: pushed + dropped, dropped, droppedBySystem },
      started: Math.round(Date.now() / 1000 - process.uptime()),
      groups: suspended,
    })
  }
  const groups = new Groups({
    store,
    write: (write) => ingest.call('writeGroups', write),
    region: settings.region,
    limits: { groups: settings.maxGroups, filterLength: settings.filterLength },
  })
  const filters = { groups: () => groups.all(), longest: settings.filterLength }
  const live = new Live({
    watch: (watch, condition) => ingest.call('watch', { watch, condition }),
    unwatch: (watch) => ingest.call('unwatch', watch),
    health: async () => {
      const { health: signs, ingest: measured } = await health()
      return { ...signs, received: receivedCounts(measured) }
    },
    shared: home.access.own ? undefined : { marks: store.markCount, recent: store.recentTraces },
  })
  listed.on('message', (message: Listed) => live.listed(message))
  const own = xrayOperations({
    store,
    documents,
    putSegments: handing.putSegments,
    telemetryReceived: (records) => {
      telemetryRecords += records
    },
    rules: [defaultRule(settings)],
    groups,
    suspendedGroups: () => ingest.call('suspendedGroups', null),
    filterLength: settings.filterLength,
    now: () => Date.now() / 1000,
  })
  const app = buildApp({
    operations: settings.role === 'worker' ? besideControl(own, settings.control, log) : own,
    routes: [
      ...ownRoutes({
        flush,
        rejected: () => ingest.call('rejected', null),
        verify: async (options) => {
          await flush()
          return store.verify(options)
        },
        health: async () => (await health()).health,
        report,
        metrics: () =>
          serverMetrics({
            ingest: () => ingest.call('measure', null),
            udpLoopDelay: () => udp.call('measure', null),
            mainLoopDelay,
            ring,
            http,
            questions: times,
            tableSizes: sizes.latest,
            port: () => port,
            engineRestarts: home.restarts,
            telemetryRecords: () => telemetryRecords,
            live,
            writeAheadRoom: settings.writeAheadRoom,
          }),
      }),
      receivedDocumentsRoute(documents),
      ...backupRoutes({
        snapshot: () => ingest.call('snapshot', null),
        days: store.backupDays,
        documentsOfDay: store.documentsOfDay,
        restore: handing.restore,
      }),
      ...(await rootRoutes(settings, () => about(settings, port))),
      ...backupGroupsRoutes({ groups, isControl: settings.role === 'control' }),
      ...analyticsRoutes({ store, filters }),
      ...liveRoutes({ live, filters, tracesAt: store.tracesAt }),
      ...quarantineRoutes({
        list: (ids) => ingest.call('quarantine', ids),
        call: (call) => ingest.call('quarantineCall', call),
      }),
    ],
    allowedHosts: new Set([settings.host, ...settings.allowedHosts]),
    log,
    counts: http,
  })
  await app.ready()
  endings.add('HTTP application', () => app.close())
  const listener = new HttpListener((request, response) => app.routing(request, response))
  endings.add('TCP port', () => listener.close(requestPatience))
  endings.add('live streams', () => live.close())
  const { host } = settings
  port = await bindBoth(
    { host, port },
    (wanted) => listener.bind(host, wanted),
    (wanted) => udp.call('bind', { host, port: wanted }),
    () => listener.release(),
  )
  endings.add('UDP port', async () => {
    isStopping = true
    await udp.call('close', null)
  })
  if (!isLoopback(host)) log.warn({ host, port }, 'Anyone who reaches this address can read and write traces')
  return port
}

/** `/` and the console's pages, where there is a console. */
async function rootRoutes({ consoleDir }: Settings, about: () => object): Promise<readonly Route[]> {
  if (consoleDir !== undefined) return consoleRoutes(consoleDir, about)
  return [{ method: 'GET', path: '/', answer: (_request, reply) => sendJson(reply, about()) }]
}

function about(settings: Settings, port: number): object {
  const at = `${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`
  return {
    name: 'Roentgen',
    listening: {
      segments: `udp://${at}`,
      'X-Ray API': `http://${at}`,
      metrics: `http://${at}/metrics`,
      health: `http://${at}/healthz`,
    },
    ...(settings.consoleDir !== undefined && { console: `http://${at}/` }),
  }
}
