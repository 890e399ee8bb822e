import { type Counts, graphLimits, graphOf, type Micros, otherEntity, type TraceSummary } from '@roentgen/trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { trace } from '../fixtures/documents.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { summaryOf } from '../fixtures/summary.ts'
import { SummaryRows } from '../insert-summaries.ts'
import { tracesOnTime } from './counted-traces.ts'
import { bySpan, readGraphsOfSummaries } from './graphs-of-summaries.ts'

const noon = 1_732_000_020_000_000 as Micros
const minute = 60_000_000
const account = '000000000000'

/** A trace through services that each call some others. */
function web(number: number, names: readonly string[], calls: readonly (readonly [number, number])[]): TraceSummary {
  const summary = summaryOf({ traceId: trace(number), start: noon })
  const [segment] = summary.segments
  if (segment === undefined) throw new Error('no segment')
  const { ok, error, throttle, fault } = segment
  const state = { ok, error, throttle, fault, start: noon, duration: 7 as Micros, http: undefined, type: '' } as const
  return {
    ...summary,
    segments: names.map((name) => ({ ...segment, duration: 5 as Micros, entity: { name, type: '', account } })),
    edges: [{ from: -1, to: 0, ...state }, ...calls.map(([from, to]) => ({ from, to, ...state }))],
  }
}

const total = (elements: readonly Counts[]) => elements.reduce((sum, { ok, totalTime }) => sum + ok + totalTime, 0)

describe('maps that the engine counts from summaries', () => {
  let engine: TestEngine

  beforeAll(async () => {
    engine = await startTestEngine()
  })
  afterAll(() => engine[Symbol.asyncDispose]())

  async function mapOf(summaries: readonly TraceSummary[]) {
    await using store = await engine.openEmptyStore()
    const rows = new SummaryRows()
    for (const summary of summaries) rows.add(noon, summary)
    await rows.insert(store.connection)
    const ranges = [{ start: noon, end: (noon + minute) as Micros }]
    const graphs = await readGraphsOfSummaries(store.connection, 'ask', {
      traces: [tracesOnTime(ranges)],
      at: bySpan(minute),
    })
    expect([...graphs.keys()]).toEqual([noon])
    return graphs.get(noon) ?? { nodes: [], edges: [] }
  }

  test('have at most 2,000 nodes, the busiest, and one for the rest', async () => {
    const names = Array.from({ length: 2_500 }, (_, i) => `service ${i}`)
    const parts = Array.from({ length: 25 }, (_, i) => ['service 0', ...names.slice(i * 100 + 1, i * 100 + 101)])
    const webs = parts.map((part, i) =>
      web(
        i + 10,
        part,
        part.slice(1).map((_, to) => [0, to + 1] as const),
      ),
    )
    const summaries = [...webs, web(2, ['service 2499', 'zebra'], [[0, 1]]), web(3, ['zebra'], [])]
    const all = graphOf(summaries)
    const graph = await mapOf(summaries)
    expect(graph.nodes).toHaveLength(graphLimits.nodes)
    expect(graph.nodes).toContainEqual(expect.objectContaining({ entity: otherEntity, ok: 2_501 - 1_999 }))
    for (const name of ['zebra', 'service 2499', 'service 0'])
      expect(graph.nodes.find(({ entity }) => entity.name === name)).toEqual(
        all.nodes.find(({ entity }) => entity.name === name),
      )
    expect([total(graph.nodes), total(graph.edges)]).toEqual([total(all.nodes), total(all.edges)])
    const known = new Set(graph.nodes.map(({ entity }) => JSON.stringify(entity)))
    for (const { to } of graph.edges) expect(known).toContain(JSON.stringify(to))
  })

  test('have at most 10,000 edges, and the rest is one of the node (other)', async () => {
    const names = Array.from({ length: 110 }, (_, i) => `service ${i}`)
    const calls = names.flatMap((_, from) => names.map((_, to) => [from, to] as const))
    const summaries = [web(1, names, calls), web(2, ['service 109', 'service 109'], [[0, 1]])]
    const all = graphOf(summaries)
    const graph = await mapOf(summaries)
    expect(graph.edges).toHaveLength(graphLimits.edges)
    expect(graph.edges).toContainEqual(
      expect.objectContaining({ from: otherEntity, to: otherEntity, ok: all.edges.length - 9_999 }),
    )
    expect(graph.nodes.some(({ entity }) => entity.name === otherEntity.name)).toBe(true)
    expect([total(graph.nodes), total(graph.edges)]).toEqual([total(all.nodes), total(all.edges)])
  })

  test('count the edges of traces with thousands of segments', async () => {
    const names = Array.from({ length: 5_000 }, (_, i) => `service ${i % 50}`)
    const summaries = [
      web(
        1,
        names,
        names.slice(1).map((_, i) => [i >> 1, i + 1] as const),
      ),
      web(2, ['service 1'], []),
    ]
    expect(await mapOf(summaries)).toEqual(graphOf(summaries))
  })
})
