import { graphOf, type Micros, type TraceSummary } from '@roentgen/trace'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arbitrarySummary } from '../fixtures/arbitrary-summary.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { SummaryRows } from '../insert-summaries.ts'
import { countedAt } from '../map/counted-at.ts'
import { insertMarks } from '../map/insert-marks.ts'
import { LateTracesLeft } from '../map/late-traces.ts'
import { type Place, placeOf } from '../map/place.ts'
import { Recomputer } from '../map/recomputer.ts'
import type { Store } from '../store.ts'

const micros = (year: number) => (Date.UTC(year) * 1000) as Micros

describe('the service graph that the engine counts', () => {
  let engine: TestEngine
  let store: Store
  const stored = new Map<string, TraceSummary>()
  const keys = new Map<string, Micros>()

  beforeAll(async () => {
    engine = await startTestEngine()
    store = await engine.openStore()
    let keyTime: number = micros(2024)
    // Three loads, so that many traces have rows that a later revision replaces.
    for (const seed of [1, 2, 3]) {
      const rows = new SummaryRows()
      const left = new LateTracesLeft()
      const places = new Set<Place>()
      const traceIds = [...stored.keys()]
      for (const [i, summary] of fc.sample(arbitrarySummary, { numRuns: 150, seed }).entries()) {
        const again = i % 3 === 0 ? traceIds[i] : undefined
        const known = again === undefined ? undefined : stored.get(again)
        keyTime += 1_000_000
        const { traceId, revision } = known === undefined ? summary : { ...known, revision: known.revision + 1 }
        const key = keys.get(traceId) ?? (keyTime as Micros)
        // Half of them start near their receipt, as traces do.
        const start = i % 2 === 0 ? ((key - (summary.start % 90_000_000)) as Micros) : summary.start
        const row = { ...summary, traceId, revision, start }
        const place = placeOf(start, key)
        places.add(place)
        if (known !== undefined) {
          const before = placeOf(known.start, key)
          places.add(before)
          left.add(traceId, revision, before, place)
        }
        keys.set(row.traceId, key)
        stored.set(row.traceId, row)
        rows.add(key, row)
      }
      await rows.insert(store.connection)
      await left.insert(store.connection)
      await insertMarks(store.connection, places)
    }
  })
  afterAll(async () => {
    await store.close()
    await engine[Symbol.asyncDispose]()
  })

  test.each([
    ['all times', -micros(2024), 2e15],
    ['with both ends in a minute', 30_500_000, 200_000_001],
    ['within one minute', 61_000_000, 75_000_000],
    ['a time without traces', -200e6, -100e6],
  ])('is what the domain counts from the summaries, to the integer: %s', async (_, from, to) => {
    const window = { start: (micros(2024) + from) as Micros, end: (micros(2024) + to) as Micros }
    const inWindow = [...stored.values()].filter(({ traceId, start }) => {
      const counted = countedAt(start, keys.get(traceId) ?? start)
      return counted >= window.start && counted < window.end
    })
    expect(await store.serviceGraph(window)).toEqual(graphOf(inWindow))
  })

  test('is exact in windows of a millisecond, which are read by the keys of their few traces', async () => {
    let counted = 0
    for (const { start } of [...stored.values()].slice(0, 12)) {
      const window = { start: (start - 500) as Micros, end: (start + 500) as Micros }
      const expected = graphOf(
        [...stored.values()].filter((summary) => {
          const at = countedAt(summary.start, keys.get(summary.traceId) ?? summary.start)
          return at >= window.start && at < window.end
        }),
      )
      expect(await store.serviceGraph(window)).toEqual(expected)
      counted += expected.nodes.length
    }
    expect(counted).toBeGreaterThan(12)
  })

  test('is the same again of a window cut at both ends, when its rows and slots are remembered', async () => {
    await new Recomputer({ store }).settle()
    const window = { start: (micros(2024) + 30_500_000) as Micros, end: (micros(2024) + 390_000_001) as Micros }
    const expected = graphOf(
      [...stored.values()].filter(({ traceId, start }) => {
        const counted = countedAt(start, keys.get(traceId) ?? start)
        return counted >= window.start && counted < window.end
      }),
    )
    for (let time = 0; time < 3; time++) expect(await store.serviceGraph(window)).toEqual(expected)
  })

  test('is exact when traces come between two questions of one window, to its rows, its slots and its cut ends', async () => {
    const asked = { start: (micros(2024) + 30_500_000) as Micros, end: (micros(2024) + 3 * 3600e6 + 1) as Micros }
    const expected = () =>
      graphOf(
        [...stored.values()].filter(({ traceId, start }) => {
          const counted = countedAt(start, keys.get(traceId) ?? start)
          return counted >= asked.start && counted < asked.end
        }),
      )
    const apart = [0, 5e6, 40e6, 200e6, 3600e6, 7300e6, 3 * 3600e6 - 31e6, 30e6]
    for (const [i, summary] of fc.sample(arbitrarySummary, { numRuns: apart.length, seed: 9 }).entries()) {
      const start = (asked.start + (apart[i] ?? 0)) as Micros
      const key = (i % 2 === 0 ? start : start + 600e6) as Micros
      const row = { ...summary, start }
      stored.set(row.traceId, row)
      keys.set(row.traceId, key)
      const rows = new SummaryRows()
      rows.add(key, row)
      await rows.insert(store.connection)
      await insertMarks(store.connection, new Set([placeOf(start, key)]))
      if (i % 3 === 0) await new Recomputer({ store }).settle()
      // The second question after a change remembers sums, and the third one takes them.
      for (let time = 0; time < (i % 4 === 3 ? 3 : 1); time++)
        expect(await store.serviceGraph(asked)).toEqual(expected())
    }
  })

  test('is not empty in this test', () => {
    const graph = graphOf(stored.values())
    expect(graph.nodes.length).toBeGreaterThan(10)
    expect(graph.edges.some(({ from, type, histogram }) => from && type === 'link' && histogram.size > 1)).toBe(true)
  })
})
