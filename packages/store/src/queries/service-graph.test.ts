import { graphOf, type Micros, type TraceSummary } from '@roentgen/trace'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arbitrarySummary } from '../fixtures/arbitrary-summary.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { SummaryRows } from '../insert-summaries.ts'
import type { Store } from '../store.ts'

const micros = (year: number) => (Date.UTC(year) * 1000) as Micros

describe('the service graph that the engine counts', () => {
  let engine: TestEngine
  let store: Store
  const stored = new Map<string, TraceSummary>()

  beforeAll(async () => {
    engine = await startTestEngine()
    store = await engine.openStore()
    let keyTime: number = micros(2024)
    const keys = new Map<string, Micros>()
    // Three loads, so that many traces have rows that a later revision replaces.
    for (const seed of [1, 2, 3]) {
      const rows = new SummaryRows()
      const traceIds = [...stored.keys()]
      for (const [i, summary] of fc.sample(arbitrarySummary, { numRuns: 150, seed }).entries()) {
        const again = i % 3 === 0 ? traceIds[i] : undefined
        const known = again === undefined ? undefined : stored.get(again)
        const row = known === undefined ? summary : { ...summary, traceId: known.traceId, revision: known.revision + 1 }
        keyTime += 1_000_000
        const key = keys.get(row.traceId) ?? (keyTime as Micros)
        keys.set(row.traceId, key)
        stored.set(row.traceId, row)
        rows.add(key, row)
      }
      await rows.insert(store.connection)
    }
  })
  afterAll(async () => {
    await store.close()
    await engine[Symbol.asyncDispose]()
  })

  test.each([
    ['all times', 1970, 2106],
    ['some years', 1990, 2040],
    ['one year', 2000, 2001],
    ['a time without traces', 1970, 1971],
  ])('is what the domain counts from the summaries, to the integer: %s', async (_, from, to) => {
    const window = { start: micros(from), end: micros(to) }
    const inWindow = [...stored.values()].filter(({ start }) => start >= window.start && start < window.end)
    expect(await store.serviceGraph(window)).toEqual(graphOf(inWindow))
  })

  test('is not empty in this test', () => {
    const graph = graphOf(stored.values())
    expect(graph.nodes.length).toBeGreaterThan(10)
    expect(graph.edges.some(({ from, type, histogram }) => from && type === 'link' && histogram.size > 1)).toBe(true)
  })
})
