import { type Micros, type TraceId, traceIdFromHex, traceIdHex } from '@roentgen/trace'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import type { Store } from '../store.ts'
import { StoredDays } from './stored-days.ts'
import { readStoredTexts } from './stored-texts.ts'

const day = 86_400_000_000
const begin = Math.floor(1_732_000_000_000_000 / day) * day
const at = (days: number) => (begin + Math.round(days * day)) as Micros

/** When a trace's id says that it was made, in days; none: it says nothing. And when its documents were received. */
const traces: readonly { readonly made: number | undefined; readonly received: readonly number[] }[] = [
  { made: 0.5, received: [0.5] },
  { made: 3.5, received: [3.5, 3.5001] },
  { made: 2.9999, received: [3.0001] },
  // Late, before its time by another's clock, and on days that its id tells nothing of.
  { made: 1.5, received: [1.5, 4.5] },
  { made: 4.2, received: [2.5] },
  { made: 2.5, received: [0.1, 5.9] },
  { made: 0.2, received: [] },
  { made: undefined, received: [1.1, 3.3] },
  { made: undefined, received: [5.5] },
  { made: -400, received: [2.2] },
  { made: 6.5, received: [5.99] },
]

function traceId(made: number | undefined, number: number): TraceId {
  const seconds = made === undefined ? 'fedcba98' : Math.floor(at(made) / 1_000_000).toString(16)
  return traceIdFromHex(seconds.padStart(8, '0') + number.toString(16).padStart(24, 'a'))
}

const ids = traces.map(({ made }, number) => traceId(made, number))

describe('the stored texts of traces', () => {
  let engine: TestEngine
  let store: Store

  beforeAll(async () => {
    engine = await startTestEngine()
    store = await engine.openStore()
    const lines = traces.flatMap(({ received }, number) =>
      received.map(
        (days) => `0\t1\t${traceIdHex(ids[number] as TraceId)}\tabcdefabcdefabcd\t${at(days)}\t${number} at ${days}\n`,
      ),
    )
    await store.connection.insert({
      table: 'segments',
      columns: ['checksum', 'server', 'trace_id', 'segment_id', 'received', 'document'],
      format: 'TabSeparated',
      body: () => Buffer.from(lines.join('')),
    })
  })
  afterAll(async () => {
    await store.close()
    await engine[Symbol.asyncDispose]()
  })

  function expected(asked: readonly number[], horizon: number): Map<TraceId, string[]> {
    const texts = asked.map((number): [TraceId, string[]] => [
      ids[number] as TraceId,
      (traces[number]?.received ?? []).filter((days) => days >= horizon).map((days) => `${number} at ${days}`),
    ])
    return new Map(texts.filter(([, all]) => all.length > 0))
  }

  /** Asks until the answer is known, which the asking itself never waits for. */
  async function knownDays(): Promise<StoredDays> {
    const days = new StoredDays(store.connection)
    await expect.poll(() => days.mayHold(at(1)), { timeout: 5_000, interval: 10 }).toBe(true)
    return days
  }

  test('are all of those since the horizon, whatever the ids say of their time', { timeout: 60_000 }, async () => {
    const [known, unknown] = [await knownDays(), new StoredDays(store.connection)]
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(traces.length - 1), { maxLength: 5 }),
        fc.constantFrom(0, 1, 3),
        fc.boolean(),
        async (asked, horizon, isKnown) => {
          const days = isKnown ? known : unknown
          const since = horizon === 0 ? (0 as Micros) : at(horizon)
          const found = await readStoredTexts(
            store.connection,
            days,
            asked.map((number) => ids[number] as TraceId),
            since,
          )
          expect(new Map([...found].map(([id, texts]) => [id, texts.toSorted()]))).toEqual(expected(asked, horizon))
        },
      ),
      { numRuns: 40 },
    )
  })
})
