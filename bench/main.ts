import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { measureIngest } from './ingest.ts'
import { profileIngest } from './profile.ts'
import { type Line, markdownReport } from './report.ts'
import { type RunRecord, runRecord, seedFrom, writeResult } from './run-record.ts'
import { askStore } from './store-questions.ts'

const usage = `npm run bench -- [options]

  --segments N      documents over HTTP (1000000)
  --rate N          documents a second over HTTP; 0 is as fast as they are acknowledged (0)
  --udp-rate N      then datagrams a second beside as many documents over HTTP, then these alone (5000)
  --udp-seconds N   for so long each (40)
  --batch N         documents a request (50)
  --concurrency N   requests under way at once (8)
  --seed N          of the data set (1)
  --profile         where the CPU time of --segments over HTTP goes (150000, after 50000 that do not count), by thread
                    and, with --stacks N, by function: the N first of each thread
  --questions       instead of that, the questions beside their limits, idle and while --rate (2000) documents a second
                    arrive for --seconds (60): of a store of --segments (1000000) documents, received over the last 24 h
  --full            the same of 10000000 documents, which is 2 million traces; some 40 minutes to make
  --data-dir DIR    the same of a store that make-store or --keep has left
  --keep            keep the data directory and say where it is
  --no-result       write nothing to bench/results`

const { values } = parseArgs({
  allowNegative: true,
  options: {
    segments: { type: 'string' },
    rate: { type: 'string' },
    'udp-rate': { type: 'string', default: '5000' },
    'udp-seconds': { type: 'string', default: '40' },
    batch: { type: 'string', default: '50' },
    concurrency: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    profile: { type: 'boolean' },
    stacks: { type: 'string', default: '0' },
    questions: { type: 'boolean' },
    full: { type: 'boolean' },
    'data-dir': { type: 'string' },
    seconds: { type: 'string', default: '60' },
    keep: { type: 'boolean' },
    result: { type: 'boolean', default: true },
    help: { type: 'boolean' },
  },
})

if (values.help) console.log(usage)
else if (values.profile) await profile()
else if (values.questions || values.full || values['data-dir'] !== undefined) await questions()
else await bench()

async function profile(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'roentgen-profile-'))
  try {
    console.log(
      await profileIngest({
        dataDir,
        seed: seedFrom(values.seed),
        documents: Number(values.segments ?? 150_000),
        warmUp: 50_000,
        rate: Number(values.rate ?? 0),
        batch: Number(values.batch),
        concurrency: Number(values.concurrency),
        stacks: Number(values.stacks) > 0,
        functions: Number(values.stacks),
      }),
    )
  } finally {
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

async function bench(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'roentgen-bench-'))
  try {
    const plan = {
      dataDir,
      seed: seedFrom(values.seed),
      documents: Number(values.segments ?? 1_000_000),
      rate: Number(values.rate ?? 0),
      udpRate: Number(values['udp-rate']),
      udpSeconds: Number(values['udp-seconds']),
      batch: Number(values.batch),
      concurrency: Number(values.concurrency),
    }
    const { lines, raw } = await measureIngest(plan, (text) => console.error(text))
    const record = runRecord('ingest', plan.seed)
    const settings = `${plan.documents.toLocaleString('en')} documents over HTTP in batches of ${plan.batch}, ${plan.concurrency} at once${plan.rate > 0 ? `, ${plan.rate} a second` : ''}; then ${plan.udpRate} datagrams a second for ${plan.udpSeconds} s beside as many over HTTP, then these alone.`
    const { dataDir: _, ...settingsOfRun } = plan
    report(record, settings, { plan: settingsOfRun, lines, raw })
  } finally {
    if (values.keep) console.log(`data kept in ${dataDir}`)
    else await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

async function questions(): Promise<void> {
  const dataDir = values['data-dir'] ?? (await mkdtemp(join(tmpdir(), 'roentgen-bench-')))
  try {
    const seed = seedFrom(values.seed)
    const segments = values.segments ?? (values.full ? '10000000' : '1000000')
    if (values['data-dir'] === undefined) {
      console.error(`making a store of ${segments} documents`)
      const makeStore = fileURLToPath(new URL('make-store.js', import.meta.url))
      const made = promisify(execFile)(process.execPath, [
        makeStore,
        '--data-dir',
        dataDir,
        '--segments',
        segments,
        '--seed',
        String(seed),
      ])
      made.child.stdout?.pipe(process.stderr)
      await made
    }
    const lines: Line[] = []
    const plan = { rate: Number(values.rate ?? 2_000), seconds: Number(values.seconds), settle: 0, repetitions: 200 }
    await askStore({ ...plan, dataDir, seed: seed + 1 }, (line) => {
      lines.push(line)
      console.error(`${line.what}: ${line.measured}`)
    })
    const of = values['data-dir'] === undefined ? `${segments} documents over 24 h` : 'a store made before'
    report(runRecord('questions', seed), `Of ${of}; loaded: ${plan.rate} documents a second for ${plan.seconds} s.`, {
      plan,
      lines,
    })
  } finally {
    if (values['data-dir'] === undefined) {
      if (values.keep) console.log(`data kept in ${dataDir}`)
      else await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    }
  }
}

interface Measured {
  readonly plan: object
  readonly lines: readonly Line[]
  readonly raw?: object
}

/** Prints the lines beside their limits, and keeps them with all that was measured. */
function report(record: RunRecord, settings: string, measured: Measured): void {
  const text = markdownReport(record, settings, measured.lines)
  console.log(text)
  if (!values.result) return
  writeResult('bench/results', record, 'json', `${JSON.stringify({ ...record, ...measured }, undefined, 2)}\n`)
  console.log(`written to ${writeResult('bench/results', record, 'md', text)}`)
}
