import { parse, parseSelector } from '@roentgen/filter'
import { histogramEdges, type Micros } from '@roentgen/trace'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyNode, edgeBetween } from './any-graph.builder.ts'
import { graphOf, type MapEdge, type MapNode } from './graph.ts'
import type { Choice } from './request-choice.ts'
import { states } from './ring.ts'
import { edgeFilter, nodeFilter, selectorOf } from './trace-filter.ts'

const frontend = anyNode(1, { name: 'Frontend', type: 'AWS::ECS::Container', isRoot: true })
const catalog = anyNode(2, { name: 'catalog', type: '' })
const clients = anyNode(3, { name: 'Frontend', type: 'client', kind: 'client' })
const graph = graphOf([frontend, catalog, clients], [edgeBetween(1, 2), edgeBetween(3, 1)], 0)
const all: Choice = { states: [], times: undefined }
const brushed = { first: 15_000 as Micros, last: 18_000 as Micros }

test.each<[string, Choice]>([
  ['service(id(name: "Frontend", type: "AWS::ECS::Container"))', all],
  ['service(id(name: "Frontend", type: "AWS::ECS::Container")) { fault }', { states: ['fault'], times: undefined }],
  [
    'service(id(name: "Frontend", type: "AWS::ECS::Container")) { fault OR error }',
    { states: ['fault', 'error'], times: undefined },
  ],
  [
    'service(id(name: "Frontend", type: "AWS::ECS::Container")) { responsetime >= 0.015 AND responsetime < 0.02 }',
    { states: [], times: brushed },
  ],
  [
    'service(id(name: "Frontend", type: "AWS::ECS::Container")) { responsetime >= 0.015 AND responsetime < 0.02 AND (ok OR throttle) }',
    { states: ['ok', 'throttle'], times: brushed },
  ],
  [
    'service(id(name: "Frontend", type: "AWS::ECS::Container")) { responsetime < 0.00011 }',
    { states: [], times: { first: 0 as Micros, last: 100 as Micros } },
  ],
  [
    'service(id(name: "Frontend", type: "AWS::ECS::Container")) { responsetime >= 10000 }',
    { states: [], times: { first: 1e10 as Micros, last: 1e10 as Micros } },
  ],
])('%s', (expression, choice) => {
  expect(nodeFilter(graph, frontend, choice)).toBe(expression)
})

test('a node without a type is named with its empty type', () => {
  expect(nodeFilter(graph, catalog, all)).toBe('service(id(name: "catalog", type: ""))')
})

test('an edge names both ends, and a client node means the edge from it', () => {
  const call = graph.edge.get('1-2') as MapEdge
  expect(edgeFilter(graph, call, { states: ['throttle'], times: undefined })).toBe(
    'edge(id(name: "Frontend", type: "AWS::ECS::Container"), id(name: "catalog", type: "")) { throttle }',
  )
  expect(nodeFilter(graph, clients, all)).toBe(
    'edge(id(name: "Frontend", type: "client"), id(name: "Frontend", type: "AWS::ECS::Container"))',
  )
})

test('accounts are named where name and type do not tell apart', () => {
  const here = anyNode(1, { name: 'a', account: '111111111111' })
  const there = anyNode(2, { name: 'a', account: '222222222222' })
  expect(nodeFilter(graphOf([here, there], [], 0), there, all)).toBe(
    'service(id(name: "a", type: "AWS::ECS::Container", account.id: "222222222222"))',
  )
})

const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
const anyChoice = fc.record({
  states: fc.subarray([...states]),
  times: fc.option(
    fc.tuple(fc.nat(193), fc.nat(193)).map(([a, b]) => ({
      first: histogramEdges[Math.min(a, b)] as Micros,
      last: histogramEdges[Math.max(a, b)] as Micros,
    })),
    { nil: undefined },
  ),
})

test('whatever the names and the choice, the filter language reads the entity back', () => {
  fc.assert(
    fc.property(anyText, anyText, anyChoice, (name, type, choice) => {
      const node: MapNode = anyNode(1, { name, type })
      const one = graphOf([node], [edgeBetween(1, 1)], 0)
      expect(parse(nodeFilter(one, node, choice))).toMatchObject({ kind: 'service', entity: { name, type } })
      expect(parse(edgeFilter(one, edgeBetween(1, 1), choice))).toMatchObject({
        kind: 'edge',
        from: { name, type },
        to: { name, type },
      })
    }),
  )
})

test('a selector is read back, and names of 200 characters at both ends still fit', () => {
  const long = graphOf(
    [anyNode(1, { name: 'a'.repeat(200) }), anyNode(2, { name: 'b'.repeat(200), type: 'T'.repeat(90) })],
    [edgeBetween(1, 2)],
    0,
  )
  const selector = selectorOf(long, edgeBetween(1, 2))
  expect(parseSelector(selector)).toMatchObject({ from: { name: 'a'.repeat(200) }, to: { name: 'b'.repeat(200) } })
  expect(parseSelector(selectorOf(graph, frontend))).toMatchObject({ kind: 'service', entity: { name: 'Frontend' } })
  expect(parseSelector(selectorOf(graph, clients))).toMatchObject({ kind: 'edge', from: { type: 'client' } })
})
