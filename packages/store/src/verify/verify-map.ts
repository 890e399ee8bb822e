import type { Micros, ServiceGraph } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import { isClean } from '../map/plan-window.ts'
import { hour, minute } from '../map/span-of-rows.ts'
import { readGraphsOfRows } from '../queries/graphs-of-rows.ts'
import { readGraphsOfSummaries } from '../queries/graphs-of-summaries.ts'
import { readHoursWithTraces } from '../queries/hours-with-traces.ts'
import { type MapTable, readRowStates, spanOf } from '../queries/row-states.ts'
import type { MapDifference } from './difference.ts'
import { firstDifference } from './first-difference.ts'

const nothing: ServiceGraph = { nodes: [], edges: [] }

/** Computes every clean minute and hour since the horizon from the summaries again, an hour at a time. */
export async function* verifyMap(connection: Connection, horizon: Micros): AsyncGenerator<MapDifference> {
  for (const start of await readHoursWithTraces(connection)) {
    if (start < horizon) continue
    const range = { start, end: (start + hour) as Micros }
    const minutes = await readGraphsOfSummaries(connection, 'ask', { ranges: [range], span: minute, inTurn: true })
    const marked = new Set((await readRowStates(connection, 'ask', 'map_1m', [range])).map((state) => state.start))
    for (const at of minutes.keys()) if (!marked.has(at)) yield { table: 'marks', start: at, problem: 'missing' }
    yield* rowDifferences(connection, 'map_1m', range, minutes)
    const hours = await readGraphsOfSummaries(connection, 'ask', { ranges: [range], span: hour, inTurn: true })
    yield* rowDifferences(connection, 'map_1h', range, hours)
  }
}

async function* rowDifferences(
  connection: Connection,
  table: MapTable,
  range: { readonly start: Micros; readonly end: Micros },
  expected: ReadonlyMap<Micros, ServiceGraph>,
): AsyncGenerator<MapDifference> {
  const states = await readRowStates(connection, 'ask', table, [range])
  const span = spanOf(table)
  const rows = await readGraphsOfRows(connection, 'ask', { table, ranges: [range], span, inTurn: true })
  for (const { start } of states.filter(isClean)) {
    const difference = firstDifference(plain(rows.get(start)), plain(expected.get(start)))
    if (difference !== undefined) yield { table, start, problem: 'differs', ...difference }
  }
}

/** Histograms as lists, so that they can be compared and printed. */
function plain({ nodes, edges }: ServiceGraph = nothing) {
  return {
    nodes: nodes.map((node) => ({ ...node, histogram: [...node.histogram] })),
    edges: edges.map((edge) => ({ ...edge, histogram: [...edge.histogram] })),
  }
}
