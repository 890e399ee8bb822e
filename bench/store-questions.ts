import { analyticsQuestions } from './analytics-questions.ts'
import { frequent, rare, readPages, windowOf } from './filters.ts'
import { runGenerator } from './generator.ts'
import { quantile } from './quantiles.ts'
import { type Line, line } from './report.ts'
import { startServerProcess } from './server-process.ts'
import { storeNote } from './store-note.ts'
import { ask, type XrayClient, xrayClient } from './xray-client.ts'

export interface AskPlan {
  /** Made by make-store. */
  readonly dataDir: string
  /** Documents a second that arrive while all is asked once more, and for how long; 0: none. */
  readonly rate: number
  readonly seconds: number
  /** Seconds to wait before the first question. */
  readonly settle: number
  readonly repetitions: number
  readonly seed: number
  /** Whose maps are asked for too. */
  readonly group?: string | undefined
}

/** A question and how it is asked. */
interface Asked {
  readonly what: string
  /** ms */
  readonly budget: number
  readonly loadedBudget: number
  readonly share: number
  readonly repetitions: number
  readonly ask: (index: number) => Promise<unknown>
}

/** Every question of design section 7 beside its limit: a line each, idle, and again while documents arrive. */
export async function askStore(plan: AskPlan, report: (line: Line) => void): Promise<void> {
  const note = storeNote(plan.dataDir)
  if (note === undefined) throw new Error(`${plan.dataDir} was not made by make-store`)
  const server = await startServerProcess(plan.dataDir)
  try {
    report(line('start to ready, with these data', server.startMilliseconds / 1000, 's', { atMost: 3 }))
    const client = xrayClient(server.url, 4)
    // Until documents arrive the newest are those of the store, however long ago it was made.
    let end = note.until + 5
    const questions = questionsOf(client, note.traceIds, plan, () => end)
    await sleep(plan.settle * 1000)
    for (const question of questions)
      for (const one of await time('idle', question, (index) => index < question.repetitions)) report(one)
    if (plan.rate > 0) {
      const documents = plan.rate * plan.seconds
      const load = { url: server.url, seed: plan.seed, prefix: '', documents, rate: plan.rate, batch: 50 }
      const loading = runGenerator('http', { ...load, concurrency: 4 })
      await sleep(3000)
      end = Date.now() / 1000 + plan.seconds
      const each = ((plan.seconds - 3) * 1000) / questions.length
      for (const question of questions) {
        const until = performance.now() + each
        const state = `${plan.rate.toLocaleString('en')} segments/s`
        for (const one of await time(state, question, (index) => index === 0 || performance.now() < until)) report(one)
      }
      await loading
    }
    client.close()
  } finally {
    await server.stop()
  }
}

function questionsOf(
  client: XrayClient,
  traceIds: readonly string[],
  { repetitions, group }: AskPlan,
  end: () => number,
): Asked[] {
  const idsFrom = (index: number, count: number) =>
    Array.from({ length: count }, (_, offset) => traceIds[(index * 37 + offset * 411) % traceIds.length] ?? '')
  // Of twenty answers one that met something else decides what 95 % take: quick ones are asked for more often.
  const timesFor = (budget: number) => Math.ceil(repetitions / (budget > 150 ? 10 : 2))
  const slow = (what: string, budget: number, ask: Asked['ask']): Asked => ({
    what,
    budget,
    loadedBudget: budget,
    share: 0.95,
    repetitions: timesFor(budget),
    ask,
  })
  const map = (what: string, seconds: number, budget: number, more: object = {}) =>
    slow(what, budget, () => ask(client, '/ServiceGraph', { ...windowOf(seconds, end()), ...more }))
  const traces = (what: string, count: number, budget: number, loadedBudget: number): Asked => ({
    what,
    budget,
    loadedBudget,
    share: 0.99,
    repetitions,
    ask: (index) => ask(client, '/Traces', { TraceIds: idsFrom(index, count) }),
  })
  const compare = (what: string, more: object) =>
    slow(`what tells the slow of 24 h from the rest, ${what}`, 1_500, () => {
      const { StartTime: start, EndTime } = windowOf(86_400, end())
      const set = (filter: string) => ({ start, end: EndTime, filter })
      const [a, b] = [set('responsetime > 0.4'), set('!(responsetime > 0.4)')]
      return ask(client, '/api/traces/compare', { a, b, ...more })
    })
  const filtered = (seconds: number, expression: (repetition: number) => string) => (index: number) =>
    readPages(client, { ...windowOf(seconds, end()), FilterExpression: expression(index) })
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
    traces('a trace by id', 1, 15, 40),
    traces('five traces by id', 5, 30, 80),
    slow('newest 1,000 traces of 24 h', 150, () => ask(client, '/TraceSummaries', windowOf(86_400, end()))),
    compare('first look', { most: 100_000 }),
    compare('all', {}),
    ...frequent.map(({ name, expression }) =>
      slow(`filter of the newest hour, ${name}`, 50, filtered(3_600, expression)),
    ),
    ...rare.map(({ name, expression }) =>
      slow(`filter that none fits in 24 h, ${name}`, 400, filtered(86_400, expression)),
    ),
    ...analyticsQuestions.map(({ what, budget, path, body }) =>
      slow(what, budget, (index) => {
        const { StartTime: start, EndTime } = windowOf(86_400, end())
        return ask(client, path, body({ start, end: EndTime }, index))
      }),
    ),
  ]
}

async function time(state: string, question: Asked, goesOn: (index: number) => boolean): Promise<Line[]> {
  const times: number[] = []
  for (let index = 0; goesOn(index); index += 1) {
    const before = performance.now()
    await question.ask(index)
    times.push(performance.now() - before)
  }
  const budget = state === 'idle' ? question.budget : question.loadedBudget
  return [
    line(`${state}: ${question.what}, p50 of ${times.length}`, quantile(times, 0.5), 'ms'),
    line(`${state}: ${question.what}, p${question.share * 100}`, quantile(times, question.share), 'ms', {
      atMost: budget,
    }),
  ]
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
