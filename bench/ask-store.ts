// Times the questions of the store on a data directory of make-store, idle and while documents arrive.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runGenerator } from './generator.ts'
import { quantile } from './quantiles.ts'
import { startServerProcess } from './server-process.ts'
import { ask, type XrayClient, xrayClient } from './xray-client.ts'

const usage = `node dist/bench/ask-store.js --data-dir DIR [--rate 2000] [--seconds 20] [--settle 0] [--repetitions 200] [--seed 2] [--group NAME]

Asks each question of the store again and again, idle and while so many documents a second arrive for so long.
--group asks for the maps of that group too. --settle waits so many seconds first, for the rows of the map. The documents stay in the directory.`

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    rate: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '20' },
    settle: { type: 'string', default: '0' },
    repetitions: { type: 'string', default: '200' },
    seed: { type: 'string', default: '2' },
    group: { type: 'string' },
  },
})

/** A question and how it is asked. */
interface Asked {
  readonly what: string
  readonly budget: number
  readonly loadedBudget: number
  readonly share: number
  readonly repetitions: number
  readonly ask: (index: number) => Promise<unknown>
}

if (values['data-dir'] === undefined) console.log(usage)
else await askStore(values['data-dir'])

async function askStore(dataDir: string): Promise<void> {
  const traceIds: string[] = JSON.parse(readFileSync(join(dataDir, 'trace-ids.json'), 'utf8'))
  const server = await startServerProcess(dataDir)
  const client = xrayClient(server.url, 4)
  const questions = questionsOf(client, traceIds, Number(values.repetitions))
  await sleep(Number(values.settle) * 1000)
  for (const question of questions) await report('idle', question, (index) => index < question.repetitions)
  const rate = Number(values.rate)
  const seconds = Number(values.seconds)
  if (rate > 0) {
    const documents = rate * seconds
    const plan = { url: server.url, seed: Number(values.seed), prefix: '', documents, rate, batch: 50, concurrency: 4 }
    const load = runGenerator('http', plan)
    await sleep(3000)
    const each = ((seconds - 3) * 1000) / questions.length
    for (const question of questions) {
      const until = performance.now() + each
      await report('loaded', question, () => performance.now() < until)
    }
    await load
  }
  client.close()
  await server.stop()
}

function questionsOf(client: XrayClient, traceIds: readonly string[], repetitions: number): Asked[] {
  const idsFrom = (index: number, count: number) =>
    Array.from({ length: count }, (_, offset) => traceIds[(index * 37 + offset * 411) % traceIds.length] ?? '')
  const window = (seconds: number) => {
    const end = Date.now() / 1000 + 5
    return { StartTime: end - seconds, EndTime: end }
  }
  const maps = Math.ceil(repetitions / 10)
  const { group } = values
  const map = (what: string, seconds: number, budget: number, more: object = {}): Asked => ({
    what,
    budget,
    loadedBudget: budget,
    share: 0.95,
    repetitions: maps,
    ask: () => ask(client, '/ServiceGraph', { ...window(seconds), ...more }),
  })
  return [
    map('map of 24 h', 86_400, 150),
    map('map of an hour', 3_600, 150),
    map('map of 30 days', 30 * 86_400, 300),
    ...(group === undefined
      ? []
      : [
          map(`map of 24 h of ${group}`, 86_400, 150, { GroupName: group }),
          map(`map of 30 days of ${group}`, 30 * 86_400, 300, { GroupName: group }),
        ]),
    {
      what: 'a trace by id',
      budget: 15,
      loadedBudget: 40,
      share: 0.99,
      repetitions,
      ask: (index) => ask(client, '/Traces', { TraceIds: idsFrom(index, 1) }),
    },
    {
      what: 'five traces by id',
      budget: 30,
      loadedBudget: 80,
      share: 0.99,
      repetitions,
      ask: (index) => ask(client, '/Traces', { TraceIds: idsFrom(index, 5) }),
    },
    {
      what: 'newest 1,000 traces of 24 h',
      budget: 150,
      loadedBudget: 150,
      share: 0.95,
      repetitions: maps,
      ask: () => ask(client, '/TraceSummaries', window(86_400)),
    },
  ]
}

async function report(state: 'idle' | 'loaded', question: Asked, goesOn: (index: number) => boolean): Promise<void> {
  const times: number[] = []
  for (let index = 0; goesOn(index); index += 1) {
    const before = performance.now()
    await question.ask(index)
    times.push(performance.now() - before)
  }
  const [first = Number.NaN] = times
  const budget = state === 'idle' ? question.budget : question.loadedBudget
  const name = `p${question.share * 100}`
  console.log(
    `${state}: ${question.what}: first ${ms(first)}, p50 ${ms(quantile(times, 0.5))}, ${name} ${ms(quantile(times, question.share))} of ${budget} ms (${times.length})`,
  )
}

function ms(value: number): string {
  return value.toFixed(1)
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
