import { parentPort } from 'node:worker_threads'
import type { Log } from '@roentgen/store'
import { Ingest } from './ingest/ingest.ts'
import { answerCalls } from './threads/calls.ts'
import { collectAtRest } from './threads/collect-at-rest.ts'
import { loopDelayMeter } from './threads/loop-delay.ts'
import type { IngestCalls, IngestStart, Listed, LogLine, Ready } from './threads/messages.ts'
import { startOf } from './threads/start-of.ts'

if (parentPort === null) throw new Error('ingest-thread runs as a worker of the server')
const main = parentPort
const start = await startOf<IngestStart>(main)
const log: Log = (level, message, fields = {}) =>
  main.postMessage({ kind: 'log', level, message, fields: plain(fields) } satisfies LogLine)
const measure = loopDelayMeter()
collectAtRest()

const ingest = await Ingest.open(start, log, (listed) => start.listed.postMessage(listed satisfies Listed))
start.wake.on('message', () => void ingest.readDatagrams())

answerCalls<IngestCalls>(main, {
  putSegments: ({ body, patience }) => ingest.putSegments(new Uint8Array(body), patience),
  waitForRoom: ({ bytes, patience }) => ingest.waitForRoom(bytes, patience),
  flush: async () => {
    await ingest.flush()
    return null
  },
  snapshot: () => ingest.snapshot(),
  restore: (body) => ingest.restore(new Uint8Array(body)),
  quarantine: (ids) => ingest.quarantine(ids),
  quarantineCall: (call) => ingest.quarantineCall(call),
  pendingDocuments: (traceIds) => ingest.pendingDocuments(traceIds),
  rejected: () => ingest.rejected(),
  watch: ({ watch, condition }) => ingest.watches.watch(watch, condition),
  unwatch: (watch) => {
    ingest.watches.unwatch(watch)
    return null
  },
  writeGroups: async (write) => {
    await ingest.writeGroups(write)
    return null
  },
  suspendedGroups: () => ingest.suspendedGroups(),
  measure: async () => ({ ...(await ingest.measure()), loopDelay: measure() }),
  close: async ({ milliseconds }) => {
    start.wake.close()
    await ingest.close(milliseconds)
    start.listed.close()
    return null
  },
})
main.postMessage({ kind: 'ready' } satisfies Ready)

// Errors lose their words on the way to another thread.
function plain(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? (value.stack ?? value.message) : value,
    ]),
  )
}
