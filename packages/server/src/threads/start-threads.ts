import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { Settings } from '../config.ts'
import type { Log } from '../log.ts'
import type { DatagramRing } from '../receive/datagram-ring.ts'
import type { IngestCalls, IngestStart, StoreAccess, UdpCalls, UdpStart } from './messages.ts'
import { Thread } from './thread.ts'

export interface Threads {
  readonly ingest: Promise<Thread<IngestCalls>>
  readonly udp: Promise<Thread<UdpCalls>>
  /** Gets a {@link Listed} after each load. */
  readonly listed: MessagePort
}

/** Both begin at once; ingest is ready after `access` has come, and with it the tables. */
export function startThreads(
  settings: Settings,
  access: Promise<StoreAccess>,
  ring: DatagramRing,
  log: Log,
  onFatal: (error: Error) => void,
): Threads {
  const { port1: wakes, port2: wakened } = new MessageChannel()
  const { port1: listing, port2: listed } = new MessageChannel()
  const onDeath = (name: string) => (error: Error) => {
    log.fatal({ err: error }, `The ${name} thread died. The server cannot go on without it and ends.`)
    onFatal(error)
  }
  const ingest = Thread.start<IngestCalls>({
    name: 'ingest',
    entry: new URL('../../dist/ingest-thread.js', import.meta.url),
    start: access.then(
      (store): IngestStart => ({
        ring: ring.shared,
        wake: wakened,
        listed: listing,
        dataDir: settings.dataDir,
        writeAheadRoom: settings.writeAheadRoom,
        retention: settings.retention,
        keepAll: settings.keepAll,
        maxDisk: settings.maxDisk,
        minFree: settings.minFree,
        store,
        isControl: settings.role === 'control',
        region: settings.region,
      }),
    ),
    transfer: [wakened, listing],
    log,
    onDeath: onDeath('ingest'),
  })
  const udp = Thread.start<UdpCalls>({
    name: 'udp',
    entry: new URL('../../dist/udp-thread.js', import.meta.url),
    start: { ring: ring.shared, wake: wakes } satisfies UdpStart,
    transfer: [wakes],
    log,
    onDeath: onDeath('udp'),
  })
  return { ingest, udp, listed }
}
