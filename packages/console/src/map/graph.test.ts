import type { Micros } from '@roentgen/trace'
import { expect, test } from 'vitest'
import type { Service, Statistics } from '../wire/service-graph.ts'
import { mapOf } from './graph.ts'
import { edgeLabel, nodeLabel } from './node-label.ts'
import { percentile } from './percentile.ts'
import { minutesOf } from './rates.ts'

const statistics: Statistics = {
  OkCount: 97,
  ErrorStatistics: { ThrottleCount: 0, OtherCount: 0, TotalCount: 0 },
  FaultStatistics: { OtherCount: 3, TotalCount: 3 },
  TotalCount: 100,
  TotalResponseTime: 18.9,
}
const service = (changes: Partial<Service>): Service => ({
  ReferenceId: 1,
  Name: 'Frontend',
  Type: 'AWS::ECS::Container',
  Root: false,
  State: 'active',
  StartTime: 1000,
  EndTime: 1060,
  Edges: [],
  SummaryStatistics: statistics,
  ResponseTimeHistogram: [{ Value: 0.00105, Count: 100 }],
  ...changes,
})
const edge = { StartTime: 1000, EndTime: 1060, SummaryStatistics: statistics, ReceivedEventAgeHistogram: [] }
const { SummaryStatistics: _, ...client } = service({
  ReferenceId: 2,
  Type: 'client',
  State: 'unknown',
  Edges: [{ ...edge, ReferenceId: 1, ResponseTimeHistogram: [{ Value: 0.00125, Count: 100 }] }],
})
const table = service({ ReferenceId: 3, Name: 'ProductCatalog', Type: 'AWS::DynamoDB::Table', State: 'unknown' })

const graph = mapOf({ Services: [service({}), client, table] })

test('clients, services and what was inferred are told apart; a client has the numbers of what it sent', () => {
  expect(graph.nodes.map(({ id, kind, requests }) => [id, kind, requests.total])).toEqual([
    [1, 'service', 100],
    [2, 'client', 100],
    [3, 'inferred', 100],
  ])
})

test('an edge to a node that is not in the answer is left out', () => {
  expect(mapOf({ Services: [client] }).edges).toEqual([])
})

test('nodes and edges read as people say them', () => {
  const [frontend, clients] = graph.nodes
  if (frontend === undefined || clients === undefined) throw new Error('no nodes')
  expect(nodeLabel(frontend, 5)).toBe('Frontend, ECS container, 189 ms, 20 per minute, 3.0 % faults')
  expect(nodeLabel(clients, 5)).toBe('Clients of Frontend, 189 ms, 20 per minute, 3.0 % faults')
  expect(edgeLabel(clients, frontend, frontend.requests, 5)).toBe(
    'Clients to Frontend, 189 ms, 20 per minute, 3.0 % faults',
  )
})

test.each([
  [{ start: 0, end: 900 }, undefined, 15],
  [{ start: 0, end: 900 }, 840, 1],
  [{ start: 0, end: 900 }, -20, 15],
  // A trace by a clock that goes ahead.
  [{ start: 0, end: 900 }, 2000, 1 / 6],
])('a window %j whose first trace began at %s is %f minutes long', (window, first, minutes) => {
  expect(minutesOf(window, first)).toBeCloseTo(minutes)
})

test('percentiles are read between the edges of a bucket', () => {
  const buckets = [
    { edge: 1000 as Micros, count: 50 },
    { edge: 2000 as Micros, count: 50 },
  ]
  expect(percentile(buckets, 0.25)).toBeCloseTo(0.00105)
  expect(percentile(buckets, 1)).toBeCloseTo(0.0022)
  expect(percentile([], 0.5)).toBeUndefined()
})
