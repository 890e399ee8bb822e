import type { Entity, GraphEdge, GraphNode, Micros, ServiceGraph } from '@roentgen/trace'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JsonBytes } from '../http/json-bytes.ts'
import { entityKey, referenceIds } from './reference-ids.ts'
import { histogramOf, writeServices } from './service-wire.ts'

function servicesOf(graph: ServiceGraph): readonly object[] {
  const out = new JsonBytes()
  writeServices(out, graph)
  return JSON.parse(out.bytes().toString())
}
const entity = (name: string, type = '', account = '000000000000'): Entity => ({ name, type, account })
const sums = {
  ok: 2,
  error: 3,
  throttle: 4,
  fault: 5,
  totalTime: 1_500_000 as Micros,
  start: 1_700_000_000_250_000 as Micros,
  end: 1_700_000_001_000_000 as Micros,
  histogram: new Map([
    [1000, 13],
    [100, 1],
  ] as [Micros, number][]),
}
const node = (of: Entity, root = false): GraphNode => ({ entity: of, root, active: true, ...sums })
const edge = (from: Entity | undefined, to: Entity, type: '' | 'link' = ''): GraphEdge => ({ from, to, type, ...sums })

describe('a graph on the wire', () => {
  const queue = entity('orders', 'AWS::SQS::Queue')
  const worker = entity('worker', 'AWS::Lambda::Function')
  const graph: ServiceGraph = {
    nodes: [node(worker, true), node(queue)],
    edges: [edge(queue, worker, 'link'), edge(undefined, worker)],
  }
  const ids = referenceIds([queue, worker, entity('worker', 'client')])
  const idOf = (of: Entity) => ids.get(entityKey(of))

  test('has an asynchronous edge with its type and the age of its events', () => {
    const found = servicesOf(graph)[0]
    expect(found).toMatchObject({
      Name: 'orders',
      Edges: [
        {
          ReferenceId: idOf(worker),
          EdgeType: 'link',
          ReceivedEventAgeHistogram: [expect.objectContaining({ Count: 1 }), expect.objectContaining({ Count: 13 })],
        },
      ],
    })
    expect(found).not.toHaveProperty('Edges.0.ResponseTimeHistogram')
  })

  test('has the same buckets in a node and an edge, as any histogram on the wire', () => {
    const histogram = histogramOf(sums.histogram)
    expect(servicesOf(graph)[0]).toMatchObject({ DurationHistogram: histogram, ResponseTimeHistogram: histogram })
    const inOrder = { ...node(queue), histogram: new Map([...sums.histogram].reverse()) }
    expect(servicesOf({ nodes: [inOrder], edges: [] })[0]).toMatchObject({ DurationHistogram: histogram })
  })

  test('counts a throttle as an error and never as a fault', () => {
    expect(servicesOf(graph)[0]).toMatchObject({
      SummaryStatistics: {
        OkCount: 2,
        ErrorStatistics: { ThrottleCount: 4, OtherCount: 3, TotalCount: 7 },
        FaultStatistics: { OtherCount: 5, TotalCount: 5 },
        TotalCount: 14,
        TotalResponseTime: 1.5,
      },
    })
  })

  test('has a client before its root, without statistics of its own', () => {
    const client = servicesOf(graph).find((service) => 'Type' in service && service.Type === 'client')
    expect(client).toEqual({
      ReferenceId: idOf(entity('worker', 'client')),
      Name: 'worker',
      Names: ['worker'],
      AccountId: '000000000000',
      Type: 'client',
      State: 'unknown',
      StartTime: 1_700_000_000.25,
      EndTime: 1_700_000_001,
      Edges: [expect.objectContaining({ ReferenceId: idOf(worker), Aliases: [] })],
    })
  })

  test('never has a null', () => {
    expect(JSON.stringify(servicesOf(graph))).not.toContain('null')
  })
})

test('reference ids are int32, distinct, and the same whatever the order', () => {
  const entities = fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 50 })
  fc.assert(
    fc.property(entities, (pairs) => {
      const all = pairs.map(([name, type]) => entity(name, type))
      const ids = referenceIds(all)
      expect(new Set(ids.values()).size).toBe(new Set(all.map(entityKey)).size)
      expect([...ids.values()].every((id) => Number.isInteger(id) && id >= 0 && id < 2 ** 31)).toBe(true)
      expect(referenceIds(all.toReversed())).toEqual(ids)
    }),
  )
})
