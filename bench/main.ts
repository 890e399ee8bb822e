import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureIngest } from './ingest.ts'
import { profileIngest } from './profile.ts'
import { markdownReport } from './report.ts'
import { runRecord, seedFrom, writeResult } from './run-record.ts'

const usage = `npm run bench -- [options]

  --segments N      documents over HTTP (1000000)
  --rate N          documents a second over HTTP; 0 is as fast as they are acknowledged (0)
  --udp-rate N      datagrams a second beside them (5000)
  --udp-seconds N   for so long (60)
  --batch N         documents a request (50)
  --concurrency N   requests under way at once (8)
  --seed N          of the data set (1)
  --profile         where the CPU time of --segments over HTTP goes (150000, after 50000 that do not count), by thread
                    and, with --stacks N, by function: the N first of each thread
  --keep            keep the data directory and say where it is
  --no-result       write nothing to bench/results`

const { values } = parseArgs({
  allowNegative: true,
  options: {
    segments: { type: 'string' },
    rate: { type: 'string', default: '0' },
    'udp-rate': { type: 'string', default: '5000' },
    'udp-seconds': { type: 'string', default: '60' },
    batch: { type: 'string', default: '50' },
    concurrency: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    profile: { type: 'boolean' },
    stacks: { type: 'string', default: '0' },
    keep: { type: 'boolean' },
    result: { type: 'boolean', default: true },
    help: { type: 'boolean' },
  },
})

if (values.help) console.log(usage)
else if (values.profile) await profile()
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
        rate: Number(values.rate),
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
      rate: Number(values.rate),
      udpRate: Number(values['udp-rate']),
      udpSeconds: Number(values['udp-seconds']),
      batch: Number(values.batch),
      concurrency: Number(values.concurrency),
    }
    const { lines, raw } = await measureIngest(plan, (text) => console.error(text))
    const record = runRecord('ingest', plan.seed)
    const settings = `${plan.documents.toLocaleString('en')} documents over HTTP in batches of ${plan.batch}, ${plan.concurrency} at once${plan.rate > 0 ? `, ${plan.rate} a second` : ''}; ${plan.udpRate} datagrams a second for ${plan.udpSeconds} s beside them.`
    const report = markdownReport(record, settings, lines)
    console.log(report)
    if (values.result) {
      const { dataDir: _, ...settingsOfRun } = plan
      writeResult(
        'bench/results',
        record,
        'json',
        `${JSON.stringify({ ...record, plan: settingsOfRun, lines, raw }, undefined, 2)}\n`,
      )
      console.log(`written to ${writeResult('bench/results', record, 'md', report)}`)
    }
  } finally {
    if (values.keep) console.log(`data kept in ${dataDir}`)
    else await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}
