import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addGraphs, foldGraph, otherEntity } from './add-graphs.ts'
import { anyDigests } from './any-digests.builder.ts'
import { assemble } from './assemble.ts'
import { httpCall, segment, testTraceId } from './document.builder.ts'
import type { Counts, ServiceGraph } from './graph.ts'
import { graphOf } from './graph-of.ts'
import { summarize } from './summarize.ts'

const near = fc.array(anyDigests, { maxLength: 6 }).map((traces) =>
  traces.map((digests) => {
    const summary = summarize(assemble(testTraceId, digests))
    // Sums of spans as long as the integers are no integers any more.
    const short = <Owner extends { duration: number | undefined; start: number }>(owner: Owner) => ({
      ...owner,
      start: owner.start % 1e12,
      duration: owner.duration && owner.duration % 1e9,
    })
    return { ...summary, segments: summary.segments.map(short), edges: summary.edges.map(short) } as typeof summary
  }),
)

const total = (elements: readonly Counts[]) =>
  elements.reduce((sum, { ok, error, throttle, fault }) => sum + ok + error + throttle + fault, 0)

describe('maps that are added', () => {
  test('are the map of all their traces, however these are divided', () => {
    fc.assert(
      fc.property(near, fc.nat(), (summaries, cut) => {
        const at = cut % (summaries.length + 1)
        const parts = [graphOf(summaries.slice(0, at)), graphOf(summaries.slice(at))]
        expect(addGraphs(parts)).toEqual(graphOf(summaries))
      }),
    )
  })

  test('leave the maps that they are made of as they are', () => {
    const one = graphOf([summarize(assemble(testTraceId, [segment({ id: 'a', at: [0, 1] })]))])
    const before = structuredClone(one)
    addGraphs([one, one])
    expect(one).toEqual(before)
  })
})

describe('a map with more than there is room for', () => {
  function star(callees: number): ServiceGraph {
    const calls = Array.from({ length: callees }, (_, i) =>
      httpCall({ id: `b${i}`, name: `callee ${String(i).padStart(3, '0')}`, at: [i, i + 1] }),
    )
    return graphOf([
      summarize(assemble(testTraceId, [segment({ id: 'a', name: 'a front', at: [0, 900], subsegments: calls })])),
    ])
  }

  test('is left alone within the limits', () => {
    const graph = star(3)
    expect(foldGraph(graph, { nodes: 4, edges: 4 })).toBe(graph)
  })

  test('keeps the busiest nodes and counts the rest in one that says so', () => {
    const graph = star(100)
    const folded = foldGraph(graph, { nodes: 10, edges: 1000 })
    expect(folded.nodes).toHaveLength(10)
    expect(folded.nodes[0]).toMatchObject({ entity: otherEntity, ok: 92 })
    expect(folded.edges.find(({ to }) => to === otherEntity)).toMatchObject({ from: { name: 'a front' }, ok: 92 })
    expect([total(folded.nodes), total(folded.edges)]).toEqual([total(graph.nodes), total(graph.edges)])
  })

  test('keeps the busiest edges, and the node of the others is there', () => {
    const graph = star(100)
    const folded = foldGraph(graph, { nodes: 1000, edges: 10 })
    expect(folded.edges).toHaveLength(10)
    expect(folded.edges).toContainEqual(expect.objectContaining({ from: otherEntity, to: otherEntity, ok: 92 }))
    expect(folded.nodes).toContainEqual(expect.objectContaining({ entity: otherEntity, ok: 0 }))
    expect(total(folded.edges)).toBe(total(graph.edges))
  })
})
