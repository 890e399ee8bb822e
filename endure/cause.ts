import { type Random, seededRandom } from '../bench/random.ts'
import { ask, type XrayClient } from '../bench/xray-client.ts'
import type { Proof } from './proof.ts'
import { withServer } from './with-server.ts'

const tracesOfSeed = 5000
/** Each seed has a window of its own, s. */
const window = 300
const batch = 250
/** Where the slow hump begins, s. */
const slow = 0.3

/**
 * Traces with one of 40 values of an annotation: 50 seeds in which one of them, that 3 % of the traces have, is 300 ms
 * slower, and 50 in which none is. Holds when the comparison of the slow traces with the rest, over all keys, ranks the
 * cause first in each of the former, and calls nothing significant in 48 of the latter.
 */
export const cause: Proof = ({ seed, scale, say }) =>
  withServer(async (_server, client) => {
    const seeds = Math.max(1, Math.round(50 * scale))
    const random = seededRandom(seed)
    const end = Math.floor(Date.now() / 1000) - 60
    const cases = [true, false].flatMap((isPlanted) =>
      Array.from({ length: seeds }, (_, number) => ({ isPlanted, number: number + 1 })),
    )
    const begins = cases.map((_, at) => end - window * (at + 1))
    for (const [at, { isPlanted }] of cases.entries()) await sendTraces(client, random, begins[at] ?? end, isPlanted)
    await ask(client, '/api/flush', {})
    say(`${cases.length * tracesOfSeed} traces are there`)

    const failures: string[] = []
    let first = 0
    let quiet = 0
    for (const [at, { isPlanted, number }] of cases.entries()) {
      const start = begins[at] ?? end
      const set = (filter: string) => ({ start, end: start + window, filter })
      const answer = await ask(client, '/api/traces/compare', {
        a: set(`responsetime >= ${slow}`),
        b: set(`responsetime < ${slow}`),
      })
      const values = answer.values as readonly ComparedValue[]
      const [surest] = values
      const significant = values.filter((value) => value.significant)
      const { count: ofA } = answer.a as { count: number }
      const { count: ofB } = answer.b as { count: number }
      if (ofA + ofB !== tracesOfSeed) failures.push(`seed ${number}: ${ofA} and ${ofB} traces`)
      if (!isPlanted) quiet += significant.length === 0 ? 1 : 0
      else if (
        surest?.key === 'annotation[build]' &&
        surest.value === 'build 0' &&
        surest.significant &&
        surest.ratio > 1
      )
        first += 1
      else failures.push(`seed ${number}: ${JSON.stringify(surest)} is ranked first`)
    }
    const enough = Math.floor(seeds * 0.96)
    if (quiet < enough) failures.push(`nothing is significant in ${quiet} of ${seeds} seeds without a cause`)
    return { seeds, tracesOfSeed, rankedFirst: first, nothingSignificant: quiet, failures }
  })

interface ComparedValue {
  readonly key: string
  readonly value: unknown
  readonly ratio: number
  readonly significant: boolean
}

async function sendTraces(client: XrayClient, random: Random, begin: number, isPlanted: boolean): Promise<void> {
  const bodies: string[] = []
  for (let sent = 0; sent < tracesOfSeed; sent += batch)
    bodies.push(
      JSON.stringify({
        TraceSegmentDocuments: Array.from({ length: batch }, (_, at) =>
          JSON.stringify(documentOf(random, begin + ((sent + at) / tracesOfSeed) * window, isPlanted)),
        ),
      }),
    )
  await Promise.all(
    bodies.map(async (body) => {
      for (;;) {
        const { status, body: answer } = await client.post('/TraceSegments', body)
        if (status === 200) return
        if (status !== 429) throw new Error(`${status} ${JSON.stringify(answer)}`)
      }
    }),
  )
}

function documentOf(random: Random, start: number, isPlanted: boolean): object {
  const build = random.chance(0.03) ? 0 : 1 + random.below(39)
  const usual = 0.05 + 0.1 * random.fraction() + (random.chance(0.02) ? 0.3 : 0)
  return {
    trace_id: `1-${random.hex(8)}-${random.hex(24)}`,
    id: random.hex(16),
    name: 'shop',
    start_time: start,
    end_time: start + usual + (isPlanted && build === 0 ? 0.3 : 0),
    user: `user-${random.below(400)}`,
    http: { request: { method: 'GET', url: `http://shop/${random.below(12)}` }, response: { status: 200 } },
    annotations: { build: `build ${build}` },
  }
}
