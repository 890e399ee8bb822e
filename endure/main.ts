import { parseArgs } from 'node:util'
import { runRecord, seedFrom, writeResult } from '../bench/run-record.ts'
import { analytics } from './analytics.ts'
import { big } from './big.ts'
import { cause } from './cause.ts'
import { faults } from './faults.ts'
import { kill } from './kill.ts'
import { mutations } from './mutations/mutations.ts'
import { overload } from './overload.ts'
import { paging } from './paging.ts'
import type { Proof } from './proof.ts'
import { servers } from './servers.ts'
import { shopCapacity } from './shop/shop-capacity.ts'
import { shopChaos } from './shop/shop-chaos.ts'
import { shopLoad } from './shop/shop-load.ts'
import { shopAlone, shopStart } from './shop/shop-start.ts'
import { soak } from './soak.ts'

const proofs: Readonly<Record<string, { readonly says: string; readonly prove: Proof }>> = {
  kill: { says: 'kill -9 of server and engine at random moments under load (50 rounds)', prove: kill },
  faults: { says: 'kill -9 before, in and after every step of a load and of a recovery', prove: faults },
  servers: { says: 'three servers on one engine, killed at random, against one that never was', prove: servers },
  mutations: { says: 'hostile datagrams and bodies (100,000), sound documents among them', prove: mutations },
  'shop-start': { says: 'from `roentgen shop` to a complete map in under 90 s, in both languages', prove: shopStart },
  'shop-alone': { says: 'the same in a network namespace with nothing but loopback', prove: shopAlone },
  'shop-chaos': { says: 'kills of services are faults at Frontend, 9 of 10 within 30 s (20 kills)', prove: shopChaos },
  'shop-capacity': { says: 'one read unit is slow and throttled, forty are not (4 minutes)', prove: shopCapacity },
  'shop-load': { says: 'the shop and its load stay under 2 GB and leave nothing behind (60 minutes)', prove: shopLoad },
  analytics: {
    says: 'every figure of analytics against one computed of the documents (50,000 traces)',
    prove: analytics,
  },
  cause: { says: 'a planted cause is ranked first, and nothing where there is none (50 seeds each)', prove: cause },
  big: { says: 'a trace of 20,000 segments, and one without end (5 minutes)', prove: big },
  overload: { says: 'as much as a generator can send (60 s)', prove: overload },
  paging: { says: 'through 100,000 traces while others arrive and these are revised', prove: paging },
  soak: { says: '1,000 segments a second (2 hours, or --minutes)', prove: soak },
}

const usage = `npm run endure -- [NAME…] [--scale X] [--minutes N] [--seed N] [--no-result]

${Object.entries(proofs)
  .map(([name, { says }]) => `  ${name.padEnd(15)}${says}`)
  .join('\n')}

  --scale X     so much of the proof (1; CI runs a tenth, 0.1)
  --minutes N   how long a proof that goes by time runs
  --seed N      of all chance in it (a fresh one, which is printed)
  --no-result   write nothing to endure/results

Without a name all of them run. Each writes endure/results/*.json.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    seed: { type: 'string' },
    scale: { type: 'string', default: '1' },
    minutes: { type: 'string' },
    result: { type: 'boolean', default: true },
    help: { type: 'boolean' },
  },
})

if (values.help || positionals.some((name) => !Object.hasOwn(proofs, name))) {
  console.log(usage)
  process.exitCode = values.help ? 0 : 1
} else
  for (const name of positionals.length > 0 ? positionals : Object.keys(proofs)) {
    const seed = seedFrom(values.seed)
    const scale = Number(values.scale)
    const minutes = values.minutes === undefined ? undefined : Number(values.minutes)
    console.log(`${name}: seed ${seed}`)
    const report = await proofs[name]?.prove({ seed, scale, minutes, say: console.log })
    const record = { ...runRecord(name, seed), scale, ...report }
    const text = `${JSON.stringify(record, undefined, 2)}\n`
    console.log(text)
    if (values.result) console.log(`written to ${writeResult('endure/results', record, 'json', text)}`)
    const failed = (report?.failures.length ?? 0) > 0
    console.log(failed ? `${name} FAILED; repeat with --seed ${seed}` : `${name} holds`)
    if (failed) process.exitCode = 1
  }
