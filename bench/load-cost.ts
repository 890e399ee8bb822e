// What a load costs the engine, by step and table. No server, no sockets: the loader over a fresh engine, at a pace of its own.
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEngine } from '@roentgen/embedded'
import { ActiveTraces, Loader, type LoaderStep, openStore, Recomputer, type Store, WriteAhead } from '@roentgen/store'
import { digestDocument, type Micros, parseSegmentId } from '@roentgen/trace'
import { costsOfTree } from './process-cost.ts'
import { shopDocuments } from './shop-documents.ts'
import { makeShopGroups } from './shop-groups.ts'

const usage = `node dist/bench/load-cost.js [options]

  --segments N    documents (200000)
  --per-load N    documents a load (8000)
  --seed N        of the data set (1)
  --groups N      groups that hold meanwhile, as in shop-groups.ts (0)
  --sql TEXT      a statement before the first load, as often as wanted: to try settings of tables
  --keep          keep the data directory and say where it is`

const { values } = parseArgs({
  options: {
    segments: { type: 'string', default: '200000' },
    'per-load': { type: 'string', default: '8000' },
    seed: { type: 'string', default: '1' },
    groups: { type: 'string', default: '0' },
    sql: { type: 'string', multiple: true, default: [] },
    keep: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})

if (values.help) console.log(usage)
else await measure()

async function measure(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'roentgen-load-cost-'))
  const documents = Number(values.segments)
  const perLoad = Number(values['per-load'])
  const engine = await startEngine({ dataDir: join(directory, 'engine') })
  try {
    await using store = await openStore({
      own: true,
      url: engine.url,
      username: engine.username,
      password: engine.password,
      spool: engine.spool,
    })
    for (const sql of values.sql) await store.connection.command({ sql })
    await makeShopGroups(store, Number(values.groups), 0 as Micros)
    const writeAhead = await WriteAhead.open({ dir: join(directory, 'write-ahead'), server: 0 })
    const active = new ActiveTraces({ now: () => (Date.now() * 1000) as Micros })
    const pid = engine.pid ?? 0
    const costs = new Map<LoaderStep | 'between' | 'map rows', { cpu: number; own: number; wall: number }>()
    const threadsBefore = threadsOf(pid)
    const reading = () => ({ cpu: cpuOf(pid), own: process.cpuUsage().user / 1e6, wall: performance.now() })
    let last = reading()
    const charge = (to: LoaderStep | 'between' | 'map rows') => {
      const now = reading()
      const cost = costs.get(to) ?? { cpu: 0, own: 0, wall: 0 }
      costs.set(to, {
        cpu: cost.cpu + now.cpu - last.cpu,
        own: cost.own + now.own - last.own,
        wall: cost.wall + now.wall - last.wall,
      })
      last = now
    }
    const loader = new Loader({
      store,
      writeAhead,
      active,
      quarantineDir: join(directory, 'quarantine'),
      // Only a flush begins a load.
      interval: 1e9,
      batchBytes: 1e9,
      onStep: charge,
    })
    loader.start()
    let peakRss = 0
    const source = shopDocuments({ seed: Number(values.seed), clock: () => Date.now() / 1000 })
    for (let given = 0; given < documents; ) {
      const batch = []
      for (; batch.length < perLoad && given < documents; given++) {
        const { text } = source.next().value
        const digest = digestDocument(text)
        const segmentId = parseSegmentId(digest?.span.id ?? '')
        if (digest === undefined || segmentId === undefined) continue
        const received = (Date.now() * 1000) as Micros
        batch.push({ digest, document: { traceId: digest.traceId, segmentId, received, text } })
      }
      for (let at = 0; at < batch.length; at += 50)
        await writeAhead.append(batch.slice(at, at + 50).map(({ document }) => document))
      for (const { digest, document } of batch) active.remember(digest, document.received)
      charge('between')
      await loader.flush()
      peakRss = Math.max(peakRss, costsOfTree(pid)[0]?.rssBytes ?? 0)
    }
    await mergesDone(store)
    charge('between')
    await new Recomputer({ store }).settle()
    charge('map rows')
    const perMillion = (seconds: number) => ((seconds / documents) * 1e6).toFixed(1)
    let total = 0
    for (const [step, { cpu, own, wall }] of costs) {
      total += cpu
      // Between loads this process makes the documents.
      const ours = step === 'between' ? '' : `  and ${perMillion(own)} of the loader`
      console.log(
        `${step.padEnd(12)} ${perMillion(cpu).padStart(7)} CPU-s/M  ${perMillion(wall / 1000).padStart(7)} s/M${ours}`,
      )
    }
    console.log(
      `${'all'.padEnd(12)} ${perMillion(total).padStart(7)} CPU-s/M  peak RSS ${Math.round(peakRss / 2 ** 20)} MiB`,
    )
    for (const [name, seconds] of threadsOf(pid)) {
      const used = seconds - (threadsBefore.get(name) ?? 0)
      if (used > 0.05) console.log(`  thread ${name.padEnd(16)} ${perMillion(used)} CPU-s/M`)
    }
    await printTables(store, documents)
    const [[tracked, uncorrected] = []] = await store.connection.rows('ask', {
      sql: "select sumIf(value, metric = 'MemoryTracking'), sumIf(value, metric = 'MemoryTrackingUncorrected') from system.metrics",
    })
    const rss = costsOfTree(pid)[0]?.rssBytes ?? 0
    console.log(
      `engine: RSS ${mebibytes(rss)} MiB, ${mebibytes(tracked)} MiB by its own account, ${mebibytes(uncorrected)} uncorrected`,
    )
    await loader.close()
    await writeAhead.close()
  } finally {
    await engine.close()
    if (values.keep) console.log(`data kept in ${directory}`)
    else await rm(directory, { recursive: true, force: true })
  }
}

function mebibytes(bytes: unknown): number {
  return Math.round(Number(bytes) / 2 ** 20)
}

function cpuOf(pid: number): number {
  return costsOfTree(pid)[0]?.cpuSeconds ?? 0
}

/** CPU-seconds by the name that threads have now; those of the engine's pools change theirs with their work. */
function threadsOf(pid: number): Map<string, number> {
  const seconds = new Map<string, number>()
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    const text = readFileSync(`/proc/${pid}/task/${task}/stat`, 'utf8')
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))
    const [utime = 0, stime = 0] = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number)
    const label = Number(task) === pid ? 'JavaScript' : name
    seconds.set(label, (seconds.get(label) ?? 0) + (utime + stime) / 100)
  }
  return seconds
}

async function mergesDone(store: Store): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    await new Promise((resolve) => setTimeout(resolve, 300))
    const [[running] = []] = await store.connection.rows('ask', { sql: 'select count() from system.merges' })
    quiet = running === 0 ? quiet + 1 : 0
  }
}

async function printTables(store: Store, documents: number): Promise<void> {
  const rows = await store.connection.rows('ask', {
    sql: `
select
  table,
  active,
  count(),
  sum(rows),
  sum(bytes_on_disk),
  sum(marks_bytes),
  countIf(part_type = 'Wide'),
  max(level)
from system.parts
where database = currentDatabase()
group by table, active
order by table, active desc
`,
  })
  console.log('table        active parts      rows  bytes/segment  marks/segment  wide  level')
  for (const [table, active, parts, count, bytes, marks, wide, level] of rows)
    console.log(
      [
        String(table).padEnd(12),
        String(active).padStart(6),
        String(parts).padStart(5),
        String(count).padStart(9),
        (Number(bytes) / documents).toFixed(1).padStart(14),
        (Number(marks) / documents).toFixed(1).padStart(14),
        String(wide).padStart(5),
        String(level).padStart(6),
      ].join(' '),
    )
  const columns = await store.connection.rows('ask', {
    sql: `
select
  table,
  column,
  sum(column_data_compressed_bytes) as bytes,
  sum(column_data_uncompressed_bytes)
from system.parts_columns
where database = currentDatabase()
  and active
group by table, column
order by bytes desc
limit 12
`,
  })
  for (const [table, column, bytes, raw] of columns)
    console.log(
      `  ${table}.${column}: ${(Number(bytes) / documents).toFixed(1)} of ${(Number(raw) / documents).toFixed(1)}`,
    )
}
