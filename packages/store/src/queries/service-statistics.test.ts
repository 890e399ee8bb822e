import { type EntitySelector, parseSelector } from '@roentgen/filter'
import { type Entity, type GraphEdge, type GraphNode, graphOf, type Micros, type TraceSummary } from '@roentgen/trace'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arbitrarySummary } from '../fixtures/arbitrary-summary.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { SummaryRows } from '../insert-summaries.ts'
import { insertMarks } from '../map/insert-marks.ts'
import { type Place, placeOf } from '../map/place.ts'
import { Recomputer } from '../map/recomputer.ts'
import { beginOf, hour, minute } from '../map/span-of-rows.ts'
import type { Window } from '../question.ts'
import type { Store } from '../store.ts'

/** The beginning of an hour. */
const noon = 1_732_017_600_000_000
const second = 1_000_000

describe('statistics by period', () => {
  let engine: TestEngine
  let store: Store
  const stored: TraceSummary[] = []

  beforeAll(async () => {
    engine = await startTestEngine()
    store = await engine.openStore()
    // The rows of all minutes and hours are made of the first traces; the others make those of the first half hour dirty.
    const summaries = fc.sample(arbitrarySummary, { numRuns: 300, seed: 4 })
    for (const [traces, seconds] of [
      [summaries.slice(100), 9_000] as const,
      [summaries.slice(0, 100), 1_800] as const,
    ]) {
      const rows = new SummaryRows()
      const places = new Set<Place>()
      for (const summary of traces) {
        const start = (noon + (summary.start % seconds) * second) as Micros
        stored.push({ ...summary, start })
        rows.add(start, { ...summary, start })
        places.add(placeOf(start, start))
      }
      await rows.insert(store.connection)
      await insertMarks(store.connection, places)
      if (traces.length > 100) await new Recomputer({ store }).settle()
    }
  }, 60_000)
  afterAll(async () => {
    await store.close()
    await engine[Symbol.asyncDispose]()
  })

  const fits = (pattern: { name?: string; type?: string; account?: string }, { name, type, account }: Entity) =>
    (pattern.name ?? name) === name && (pattern.type ?? type) === type && (pattern.account ?? account) === account

  function elementsOf(summaries: readonly TraceSummary[], selector: EntitySelector | undefined) {
    const { nodes, edges } = graphOf(summaries)
    if (selector?.kind === 'service') return nodes.filter(({ entity }) => fits(selector.entity, entity))
    if (selector === undefined) return edges.filter(({ from }) => from === undefined)
    return edges.filter(
      ({ from, to }) => fits(selector.from, from ?? { ...to, type: 'client' }) && fits(selector.to, to),
    )
  }

  function expected(window: Window, period: number, selector: EntitySelector | undefined) {
    const periods = new Map<Micros, TraceSummary[]>()
    for (const summary of stored) {
      if (summary.start < window.start || summary.start >= window.end) continue
      const start = beginOf(summary.start, period)
      periods.set(start, [...(periods.get(start) ?? []), summary])
    }
    return [...periods]
      .sort(([a], [b]) => a - b)
      .map(([start, summaries]) => ({ start, ...sumOf(elementsOf(summaries, selector)) }))
      .filter(({ histogram }) => histogram.size > 0)
  }

  function sumOf(elements: readonly (GraphNode | GraphEdge)[]) {
    const sum = { ok: 0, error: 0, throttle: 0, fault: 0, totalTime: 0, histogram: new Map<Micros, number>() }
    for (const element of elements) {
      for (const field of ['ok', 'error', 'throttle', 'fault', 'totalTime'] as const) sum[field] += element[field]
      for (const [bucket, count] of element.histogram)
        sum.histogram.set(bucket, (sum.histogram.get(bucket) ?? 0) + count)
    }
    return sum
  }

  const whole = { start: noon as Micros, end: (noon + 3 * hour) as Micros }
  const cut = { start: (noon + 90.5 * second) as Micros, end: (noon + 100 * minute + 1) as Micros }
  test.each([
    [undefined, whole, 60],
    ['service("a")', whole, 60],
    ['service("a")', cut, 300],
    ['service', cut, 7200],
    ['id(type: "remote", account.id: "111122223333")', whole, 3600],
    ['edge("a", id(type: "remote"))', whole, 3600],
    ['edge(id(name: "b"), id(account.id: "000000000000"))', { start: noon, end: noon + 2 * hour - 7 } as Window, 7200],
    ['edge(id(type: "client"), id())', cut, 3600],
    ['edge', whole, 3600],
    ['service("nobody")', whole, 300],
  ])('of %s, to the integer', async (text, window, seconds) => {
    const selector =
      text === undefined ? undefined : parseSelector(text.replace('id()', 'id(account.id: "000000000000")'))
    const found = await store.serviceStatistics(window, seconds * second, selector)
    const right = expected(window, seconds * second, selector)
    expect(found).toEqual(right)
    expect(found.length > 0).toBe(text !== 'service("nobody")')
  })
})
