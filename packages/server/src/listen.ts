import type { MessagePort } from 'node:worker_threads'
import type { Store } from '@roentgen/store'
import type { Settings } from './config.ts'
import { isLoopback } from './config.ts'
import type { Endings } from './endings.ts'
import { Groups } from './groups/groups.ts'
import { buildApp, type Route, sendJson } from './http/app.ts'
import { type ConsoleFiles, consoleRoutes } from './http/console-files.ts'
import { HttpListener } from './http/listener.ts'
import { handOver } from './ingest/hand-over.ts'
import { Live } from './live/live.ts'
import type { Log } from './log.ts'
import { HttpCounts } from './metrics/http-counts.ts'
import { kernelDrops } from './metrics/kernel-drops.ts'
import type { MeasuredStore } from './metrics/measured-store.ts'
import { serverMetrics } from './metrics/server-metrics.ts'
import type { storeSizes } from './metrics/store-sizes.ts'
import { analyticsRoutes } from './own/analytics.ts'
import { backupRoutes } from './own/backup.ts'
import { backupGroupsRoutes } from './own/backup-groups.ts'
import { storeProblem } from './own/engine-problem.ts'
import { groupsRoutes } from './own/groups.ts'
import { healthOf } from './own/health.ts'
import { healthReport, receivedCounts } from './own/health-report.ts'
import { liveRoutes } from './own/live.ts'
import { quarantineRoutes } from './own/quarantine.ts'
import { receivedDocumentsRoute } from './own/received-documents.ts'
import { ownRoutes } from './own/routes.ts'
import { bindBoth } from './receive/bind-both.ts'
import type { DatagramRing } from './receive/datagram-ring.ts'
import { defaultRule } from './sampling/default-rule.ts'
import type { StoreHome } from './store-home.ts'
import { loopDelayMeter } from './threads/loop-delay.ts'
import type { IngestCalls, Listed, UdpCalls } from './threads/messages.ts'
import type { Thread } from './threads/thread.ts'
import { besideControl } from './xray/forwarded.ts'
import { xrayOperations } from './xray/xray-operations.ts'

interface Parts {
  readonly ingest: Thread<IngestCalls>
  readonly udp: Thread<UdpCalls>
  /** Gets a {@link Listed} after each load. */
  readonly listed: MessagePort
  readonly store: Store
  readonly times: MeasuredStore['times']
  readonly sizes: ReturnType<typeof storeSizes>
  readonly home: StoreHome
  readonly ring: DatagramRing
  /** Of the console, where there is one. */
  readonly pages: ConsoleFiles | undefined
}

/** How long closing waits for open requests, ms. */
const requestPatience = 2_000

/** Makes the application of its parts and binds the ports; answers their number. */
export async function listen(settings: Settings, log: Log, endings: Endings, parts: Parts): Promise<number> {
  const { store, times, sizes, home, ring, ingest, udp, listed, pages } = parts
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
      ...rootRoutes(pages, () => about(settings, port)),
      ...backupGroupsRoutes({ groups, isControl: settings.role === 'control' }),
      ...analyticsRoutes({ store, filters }),
      ...groupsRoutes({ store, groups }),
      ...liveRoutes({ live, filters, tracesAt: store.tracesAt }),
      ...quarantineRoutes({
        list: (ids) => ingest.call('quarantine', ids),
        call: (call) => ingest.call('quarantineCall', call),
      }),
    ],
    beforeSegments: handing.beforeBody,
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
function rootRoutes(pages: ConsoleFiles | undefined, about: () => object): readonly Route[] {
  if (pages !== undefined) return consoleRoutes(pages, about)
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
