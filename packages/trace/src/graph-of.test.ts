import { describe, expect, test } from 'vitest'
import { assemble } from './assemble.ts'
import type { DocumentDigest } from './digest.ts'
import { httpCall, segment, subsegment, tableCall, testTraceId } from './document.builder.ts'
import { graphOf } from './graph-of.ts'
import { summarize } from './summarize.ts'

function graph(...traces: readonly DocumentDigest[][]) {
  return graphOf(traces.map((digests) => summarize(assemble(testTraceId, digests))))
}
const noCounts = { ok: 0, error: 0, throttle: 0, fault: 0 }

describe('the service map', () => {
  test('takes a node from the callee and its edge from the caller', () => {
    const { nodes, edges } = graph([
      segment({ id: 'a', name: 'front', at: [0, 90], subsegments: [httpCall({ id: 'b', at: [10, 80], fault: true })] }),
      segment({ id: 'c', name: 'back', parent: 'b', at: [20, 60] }),
    ])
    expect(nodes).toMatchObject([
      { entity: { name: 'back' }, root: false, active: true, ...noCounts, ok: 1, totalTime: 40_000 },
      { entity: { name: 'front' }, root: true, active: true, ...noCounts, ok: 1, totalTime: 90_000 },
    ])
    expect(edges).toMatchObject([
      { from: undefined, to: { name: 'front' }, ...noCounts, ok: 1, totalTime: 90_000 },
      { from: { name: 'front' }, to: { name: 'back' }, ...noCounts, fault: 1, totalTime: 70_000 },
    ])
    expect(edges[1]?.histogram).toEqual(new Map([[68_000, 1]]))
  })

  test.each([
    { flags: { error: true, throttle: true, fault: true }, state: 'throttle' },
    { flags: { error: true, fault: true }, state: 'fault' },
    { flags: { error: true }, state: 'error' },
    { flags: {}, state: 'ok' },
  ])('counts a request with $flags once, as $state', ({ flags, state }) => {
    const { nodes, edges } = graph([segment({ id: 'a', at: [0, 1], ...flags })])
    expect(nodes).toMatchObject([{ ...noCounts, [state]: 1 }])
    expect(edges).toMatchObject([{ ...noCounts, [state]: 1 }])
  })

  test('lets the status decide whether a failed call is a fault of the callee', () => {
    const call = { error: true, fault: true, at: [1, 2] as const }
    const { edges } = graph([
      segment({
        id: 'a',
        at: [0, 9],
        subsegments: [
          httpCall({ id: 'b', name: 'refused', ...call }),
          httpCall({ id: 'c', name: 'unavailable', ...call, http: { response: { status: 503 } } }),
          httpCall({ id: 'd', name: 'missing', ...call, http: { response: { status: 404 } } }),
        ],
      }),
    ])
    expect(edges.map(({ to, fault, error }) => [to.name, fault, error])).toEqual([
      ['service-a', 0, 0],
      ['missing', 0, 1],
      ['refused', 1, 0],
      ['unavailable', 1, 0],
    ])
  })

  test('adds up requests of many traces, and of one service many times in a trace', () => {
    const call = (id: string, from: number, to: number) => tableCall({ id, at: [from, to] })
    const { nodes, edges } = graph(
      [segment({ id: 'a', name: 'front', at: [0, 9], subsegments: [call('b', 1, 3), call('c', 4, 6)] })],
      [segment({ id: 'a', name: 'front', at: [20, 29], subsegments: [call('b', 21, 26)] })],
    )
    expect(nodes).toMatchObject([
      { entity: { name: 'Products' }, active: false, root: false, ok: 3, totalTime: 9_000 },
      { entity: { name: 'front' }, ok: 2, totalTime: 18_000 },
    ])
    expect(nodes[0]?.histogram).toEqual(
      new Map([
        [2_000, 2],
        [4_700, 1],
      ]),
    )
    expect(edges).toHaveLength(2)
    expect((edges[1]?.end ?? 0) - (edges[1]?.start ?? 0)).toBe(25_000)
  })

  test('tells services apart by name, type and account', () => {
    const { nodes } = graph([
      segment({ id: 'a', name: 'x', at: [0, 1] }),
      segment({ id: 'b', name: 'x', at: [0, 1], origin: 'AWS::EC2::Instance' }),
      segment({ id: 'c', name: 'x', at: [0, 1], aws: { account_id: '111122223333' } }),
      segment({ id: 'd', name: 'x', at: [0, 1] }),
    ])
    expect(nodes.map(({ entity, ok }) => [entity.type, entity.account, ok])).toEqual([
      ['', '000000000000', 2],
      ['', '111122223333', 1],
      ['AWS::EC2::Instance', '000000000000', 1],
    ])
  })

  test('shows what is in progress but counts it only when it has ended, so that counts and histograms agree', () => {
    const { nodes, edges } = graph([
      segment({ id: 'a', at: [0], fault: true, subsegments: [httpCall({ id: 'b', at: [1] })] }),
    ])
    expect(nodes).toMatchObject([
      { entity: { name: 'backend.example' }, ...noCounts, totalTime: 0 },
      { entity: { name: 'service-a' }, root: true, ...noCounts, totalTime: 0 },
    ])
    expect(edges).toMatchObject([noCounts, noCounts])
    for (const { histogram } of [...nodes, ...edges]) expect(histogram.size).toBe(0)
  })

  test('gives the callee of an orphan a node and no incoming edge', () => {
    const { nodes, edges } = graph([subsegment({ parent: 'fff', ...tableCall({ id: 'b', at: [0, 1] }) })])
    expect(nodes).toMatchObject([{ entity: { name: 'Products', type: 'AWS::DynamoDB::Table' }, ok: 1 }])
    expect(edges).toEqual([])
  })
})
