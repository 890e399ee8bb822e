import { ask, type XrayClient } from '../bench/xray-client.ts'
import type { AskedSet } from './analytics/asked-set.ts'
import { analyticsDocuments } from './analytics/documents.ts'
import type { PlainTrace } from './analytics/plain-model.ts'
import { orders } from './analytics/plain-rows.ts'
import { plainTrace } from './analytics/plain-trace.ts'
import { Questions } from './analytics/questions.ts'
import type { Proof } from './proof.ts'
import { differences } from './verified.ts'
import { withServer } from './with-server.ts'

const hour = 3600
const batch = 50
/** Batches that are sent at once. */
const lanes = 6

/**
 * 50,000 traces (analytics/documents.ts) are sent to a server, and every figure of the analytics API is held against one
 * that analytics/plain-*.ts compute of the documents alone: counts, histograms, activity, groups of every key with the
 * filter of each, values, lists in every order to their end, and comparisons, of several filters and windows.
 */
export const analytics: Proof = ({ seed, scale, say }) =>
  withServer(async (_server, client) => {
    const traces = Math.round(50_000 * scale)
    const now = Math.floor(Date.now() / 1000)
    const documents = analyticsDocuments({ seed, traces, from: now - 3 * hour, to: now - 60 })
    const texts = new Map<string, Set<string>>()
    for (const { traceId, text } of documents) texts.set(traceId, (texts.get(traceId) ?? new Set()).add(text))
    await send(
      client,
      documents.map(({ text }) => text),
    )
    await ask(client, '/api/flush', {})
    say(`${documents.length} documents of ${texts.size} traces are there`)
    const all = [...texts].map(([id, own]) => plainTrace(id, [...own]))
    texts.clear()

    const questions = new Questions(client, all)
    const whole = { start: now - 6 * hour, end: now + 60, fits: () => true }
    await questions.figures(whole, { keys: annotationKeys, filtersOfEach: 15, contained: ['', 'S', '1'] })
    say(`${questions.tally.compared} figures of all traces, ${questions.tally.different} differ`)
    // A part of the proof asks a part of the sets, as the seed has it.
    const isChosen = (_: unknown, at: number) => scale >= 1 || at % 3 === seed % 3
    const sets = setsOf(now).filter(isChosen)
    for (const set of sets) {
      await questions.figures(set, { keys: annotationKeys, filtersOfEach: 2, contained: ['e'] })
      say(`${questions.tally.compared} figures, ${questions.tally.different} differ, after ${set.filter ?? 'a window'}`)
    }
    for (const order of Object.keys(orders) as (keyof typeof orders)[])
      for (const direction of ['asc', 'desc'] as const) await questions.list(whole, order, direction, 1000)
    for (const [at, set] of sets.entries())
      await questions.list(set, at % 2 === 0 ? 'responsetime' : 'status', at % 3 === 0 ? 'asc' : 'desc', 133)
    say(`${questions.tally.compared} figures, ${questions.tally.different} differ, after lists to their end`)
    for (const [a, b] of pairsOf(now).filter(isChosen)) await questions.compare(a, b, comparedKeys, 1000)
    return {
      traces: all.length,
      documents: documents.length,
      figures: questions.tally.compared,
      different: questions.tally.different,
      failures: [...questions.tally.differences, ...(await differences(client))],
    }
  })

/** `notes` is no key of any trace. */
const annotationKeys = [
  'UserID',
  'ProductID',
  'tier',
  'note',
  'amount',
  'isPaid',
  'dotted.key',
  '__proto__',
  'notes',
].map((key) => `annotation[${key}]`)

/** Those of fewer than a thousand values; the engine ranks the most surprising of the others. */
const comparedKeys = [
  ...['url', 'status', 'method', 'useragent', 'service', 'entrypoint', 'arn', 'zone', 'instance'],
  ...['rootcause.fault', 'rootcause.error', 'rootcause.responsetime', 'rootcause.fault.message', 'annotation[tier]'],
  ...['annotation[note]', 'annotation[amount]', 'annotation[isPaid]', 'rootcause.error.message'],
]

/** Several filters and windows; each is said once more by hand. */
function setsOf(now: number): readonly AskedSet[] {
  const whole = { start: now - 6 * hour, end: now + 60 }
  const has = (trace: PlainTrace, key: string, fits: (value: string | number | boolean) => boolean) =>
    trace.annotations.some(([name, value]) => name === key && fits(value))
  return [
    { start: now - 2 * hour + 0.25, end: now - hour - 0.123456, fits: () => true },
    { ...whole, filter: '!ok', fits: ({ ok }) => !ok },
    { ...whole, filter: 'fault OR throttle', fits: ({ fault, throttle }) => fault || throttle },
    {
      ...whole,
      filter: 'responsetime > 0.1 AND !partial',
      fits: ({ responseTime = 0, partial }) => responseTime > 100_000 && !partial,
    },
    { ...whole, filter: 'http.status >= 400', fits: ({ root }) => (root?.http.status ?? 0) >= 400 },
    {
      start: now - 2 * hour,
      end: now - 1800,
      filter: 'service("shop-33") { error or fault }',
      fits: ({ nodes }) => nodes.some(({ entity, error, fault }) => entity.name === 'shop-33' && (error || fault)),
    },
    {
      ...whole,
      filter: 'annotation[tier] = 2 AND user BEGINSWITH "user-1"',
      fits: (trace) =>
        has(trace, 'tier', (value) => value === 2) &&
        trace.nodes.some(({ segment }) => segment?.user?.startsWith('user-1')),
    },
    {
      ...whole,
      filter: 'annotation[note] CONTAINS "\\""',
      fits: (trace) => has(trace, 'note', (value) => String(value).includes('"')),
    },
    { ...whole, filter: 'user = "nobody at all"', fits: () => false },
  ]
}

function pairsOf(now: number): readonly (readonly [AskedSet, AskedSet])[] {
  const whole = { start: now - 6 * hour, end: now + 60 }
  const slow = (from: number, to: number): AskedSet => ({
    ...whole,
    filter: `responsetime >= ${from} AND responsetime < ${to}`,
    fits: ({ responseTime = -1 }) => responseTime >= from * 1e6 && responseTime < to * 1e6,
  })
  return [
    [slow(0.2, 100), slow(0, 0.2)],
    [
      { ...whole, filter: '!ok', fits: ({ ok }) => !ok },
      { ...whole, filter: 'ok', fits: ({ ok }) => ok },
    ],
    [
      { start: now - hour, end: now + 60, fits: () => true },
      { start: now - 2 * hour, end: now - hour, fits: () => true },
    ],
    // One within the other.
    [
      { ...whole, filter: 'fault', fits: ({ fault }) => fault },
      { ...whole, fits: () => true },
    ],
  ]
}

async function send(client: XrayClient, texts: readonly string[]): Promise<void> {
  let at = 0
  const lane = async () => {
    while (at < texts.length) {
      const body = JSON.stringify({ TraceSegmentDocuments: texts.slice(at, at + batch) })
      at += batch
      for (;;) {
        const { status, body: answer } = await client.post('/TraceSegments', body)
        if (status === 429) continue
        const rejected = answer.UnprocessedTraceSegments
        if (status !== 200 || !Array.isArray(rejected) || rejected.length > 0)
          throw new Error(`${status} ${JSON.stringify(answer).slice(0, 500)}`)
        break
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
