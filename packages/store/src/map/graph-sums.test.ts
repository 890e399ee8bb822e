import { addGraphs, graphOf, type Micros } from '@roentgen/trace'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitrarySummary } from '../fixtures/arbitrary-summary.ts'
import { ElementNames } from './element-names.ts'
import { GraphSums } from './graph-sums.ts'
import { packGraph } from './packed-graph.ts'

test('maps that are packed add up to what the domain makes of them', () => {
  fc.assert(
    fc.property(fc.array(fc.array(arbitrarySummary, { maxLength: 3 }), { maxLength: 4 }), (parts) => {
      const graphs = parts.map(graphOf)
      const names = new ElementNames()
      const sums = new GraphSums(names)
      for (const graph of graphs) sums.add(packGraph(graph, names))
      expect(sums.graph()).toEqual(addGraphs(graphs))
    }),
    { numRuns: 50 },
  )
})

test('counts of more than 32 bits are exact', () => {
  const names = new ElementNames()
  const sums = new GraphSums(names)
  const many = 2 ** 40 + 1
  const numbers = { ok: many, error: 0, throttle: 0, fault: 0, totalTime: (2 ** 52) as Micros }
  const times = { start: 1 as Micros, end: 2 as Micros, histogram: new Map([[100 as Micros, many]]) }
  const entity = { name: 'a', type: '', account: '' }
  sums.add(packGraph({ nodes: [{ entity, root: true, active: true, ...numbers, ...times }], edges: [] }, names))
  sums.add(packGraph({ nodes: [{ entity, root: false, active: true, ...numbers, ...times }], edges: [] }, names))
  expect(sums.graph().nodes).toMatchObject([
    { root: true, ok: 2 * many, totalTime: 2 ** 53, histogram: new Map([[100, 2 * many]]) },
  ])
})
