import { parseArgs } from 'node:util'
import { runRecord, seedFrom, writeResult } from '../bench/run-record.ts'
import { kill } from './kill.ts'

const usage = `npm run endure -- [NAME] [--seed N] [--rounds N] [--no-result]

  kill   kill -9 of server and engine at random moments under load (50 rounds)

Without a name all of them run. Each writes endure/results/*.json, unless --no-result.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    seed: { type: 'string' },
    rounds: { type: 'string', default: '50' },
    result: { type: 'boolean', default: true },
    help: { type: 'boolean' },
  },
})
const proofs: Readonly<Record<string, typeof kill>> = { kill }

if (values.help || positionals.some((name) => !(name in proofs))) {
  console.log(usage)
  process.exitCode = values.help ? 0 : 1
} else
  for (const name of positionals.length > 0 ? positionals : Object.keys(proofs)) {
    const seed = seedFrom(values.seed)
    console.log(`${name}: seed ${seed}`)
    const report = await proofs[name]?.(seed, Number(values.rounds), console.log)
    const record = { ...runRecord(name, seed), ...report }
    const text = `${JSON.stringify(record, undefined, 2)}\n`
    console.log(text)
    if (values.result) console.log(`written to ${writeResult('endure/results', record, 'json', text)}`)
    const failed = (report?.failures.length ?? 0) > 0
    console.log(failed ? `${name} FAILED; repeat with --seed ${seed}` : `${name} holds`)
    if (failed) process.exitCode = 1
  }
