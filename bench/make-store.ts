// A data directory for ask-store: the data set of the bench, received over hours or days that are already past. No sender
// can do that, so it goes through the store's own loader and not through a server.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEngine } from '@roentgen/embedded'
import { type AcknowledgedDocument, ActiveTraces, Loader, openStore, Recomputer, WriteAhead } from '@roentgen/store'
import { type DocumentDigest, digestDocument, type Micros, parseSegmentId } from '@roentgen/trace'
import { shopDocuments } from './shop-documents.ts'
import { makeShopGroups } from './shop-groups.ts'
import { noteStore, storeNote } from './store-note.ts'

const usage = `node dist/bench/make-store.js --data-dir DIR [--segments 1050000] [--hours 24] [--until 0] [--seed 1] [--groups 0]
       [--services 200]

Makes a data directory with the data set of the bench, received in so many hours, the last of them so many hours ago. The
map of 200 services has some 400 nodes, that of 100 some 200. A directory that has data is gone on with: many short runs, each with a seed of its own, make a large store.`

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    segments: { type: 'string', default: '1050000' },
    hours: { type: 'string', default: '24' },
    until: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    groups: { type: 'string', default: '0' },
    services: { type: 'string', default: '200' },
  },
})
const documentsOfBatch = 10_000

if (values['data-dir'] === undefined) console.log(usage)
else await makeStore(values['data-dir'], Number(values.segments), Number(values.hours), Number(values.seed))

async function makeStore(dataDir: string, count: number, hours: number, seed: number): Promise<void> {
  mkdirSync(dataDir, { recursive: true })
  const before = storeNote(dataDir)
  await using engine = await startEngine({ dataDir: join(dataDir, 'engine') })
  const { url, username, password } = engine
  await using store = await openStore({ url, username, password })
  const began = Date.now() / 1000 - (hours + Number(values.until)) * 3600
  if (before === undefined) await makeShopGroups(store, Number(values.groups), 0 as Micros)
  let given = 0
  const clock = () => began + (given / count) * hours * 3600
  const now = () => Math.round(clock() * 1e6) as Micros
  await using writeAhead = await WriteAhead.open({ dir: join(dataDir, 'write-ahead'), server: 0 })
  const active = new ActiveTraces({ now })
  await using loader = new Loader({ store, writeAhead, active, quarantineDir: join(dataDir, 'quarantine') })
  loader.start()
  const traceIds = new Set<string>()
  const source = shopDocuments({ seed, clock, services: Number(values.services) })
  while (given < count) {
    const batch: AcknowledgedDocument[] = []
    const digests: [DocumentDigest, Micros][] = []
    while (batch.length < Math.min(documentsOfBatch, count - given)) {
      const { text, traceId, segmentId } = source.next().value
      const digest = digestDocument(text)
      const id = parseSegmentId(segmentId)
      given += 1
      if (digest === undefined || id === undefined) continue
      traceIds.add(traceId)
      const received = now()
      batch.push({ traceId: digest.traceId, segmentId: id, received, text })
      digests.push([digest, received])
    }
    await writeAhead.append(batch)
    for (const [digest, received] of digests) active.remember(digest, received)
    await loader.flush()
    if (given % 100_000 === 0) console.log(`${given} documents`)
  }
  // As a server would have done in all these hours.
  await new Recomputer({ store }).settle()
  noteStore(dataDir, {
    traceIds: [...(before?.traceIds ?? []), ...everyNth([...traceIds], 2000)],
    until: Math.max(clock(), before?.until ?? 0),
  })
}

function everyNth(from: readonly string[], wanted: number): string[] {
  const step = Math.max(1, Math.floor(from.length / wanted))
  return from.filter((_, index) => index % step === 0)
}
