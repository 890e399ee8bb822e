import { addGraphs, graphOf, type Micros, type ServiceGraph } from '@roentgen/trace'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { arbitrarySummary } from '../fixtures/arbitrary-summary.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { GraphSums } from '../map/graph-sums.ts'
import { KnownGraphsOfProcess } from '../map/known-graphs.ts'
import { MapRows } from '../map/map-rows.ts'
import { minute } from '../map/span-of-rows.ts'
import type { Store } from '../store.ts'
import { readPackedRows } from './packed-rows.ts'

let engine: TestEngine
let store: Store
beforeAll(async () => {
  engine = await startTestEngine()
  store = await engine.openStore()
})
afterAll(async () => {
  await store.close()
  await engine[Symbol.asyncDispose]()
})

const noon = 1_700_000_000_000_000 - (1_700_000_000_000_000 % minute)
const nothing: ServiceGraph = { nodes: [], edges: [] }

/** More names than one byte can number, and rows without any. */
const summaries = fc.sample(arbitrarySummary, { numRuns: 300, seed: 4 })
const graphs = Array.from({ length: 60 }, (_, i) =>
  i % 7 === 3 ? nothing : graphOf(summaries.slice(i * 5, i * 5 + 5)),
)
const wanted = (i: number, version: number) =>
  ({ table: 'map_1m', isLate: i % 2 === 1, start: (noon + i * minute) as Micros, version }) as const

async function insert(made: readonly ServiceGraph[], version: number, group = '') {
  const rows = new MapRows()
  for (const [i, graph] of made.entries()) rows.add(wanted(i, version), { graph, traces: 1 }, group)
  await rows.insert(store.connection, 'map_1m')
}

async function read(version: number, known = new KnownGraphsOfProcess().now, group = '') {
  const sums = new GraphSums(known.names)
  const rows = graphs.map((_, i) => wanted(i, version))
  await readPackedRows(store.connection, 'ask', { group, rows, known }, (graph) => sums.add(graph))
  return sums.graph()
}

test('rows are read as they were written, and those that were made again in place of those of before', async () => {
  await insert(
    graphs.map(() => graphs[0] ?? nothing),
    1,
  )
  await insert(graphs, 2)
  const known = new KnownGraphsOfProcess().now
  for (let time = 0; time < 3; time++) expect(await read(2, known)).toEqual(addGraphs(graphs))
  await insert(
    graphs.slice(0, 1).map(() => nothing),
    3,
  )
  const again = [...graphs.slice(1)]
  for (let time = 0; time < 3; time++) expect(await read(3, known)).toEqual(addGraphs(again))
})

test('of a group only its own rows are read, and where it has none nothing is', async () => {
  await insert(graphs.slice(20, 30), 3, 'of a group')
  const known = new KnownGraphsOfProcess().now
  for (let time = 0; time < 3; time++)
    expect(await read(3, known, 'of a group')).toEqual(addGraphs(graphs.slice(20, 30)))
})

test('two questions at once read the rows once', async () => {
  const known = new KnownGraphsOfProcess().now
  let reads = 0
  const connection = Object.create(store.connection, {
    bytes: {
      value: (...asked: Parameters<typeof store.connection.bytes>) => {
        reads += 1
        return store.connection.bytes(...asked)
      },
    },
  })
  const rows = graphs.slice(1, 10).map((_, i) => wanted(i + 1, 2))
  const ask = () => readPackedRows(connection, 'ask', { group: '', rows, known }, () => {})
  await Promise.all([ask(), ask()])
  expect(reads).toBe(1)
})
