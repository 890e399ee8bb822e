import type { Micros, ServiceGraph } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import { isClean } from '../map/plan-window.ts'
import { beginOf, day, hour, minute } from '../map/span-of-rows.ts'
import { tracesBySummary } from '../queries/counted-traces.ts'
import { readGraphsOfRows } from '../queries/graphs-of-rows.ts'
import { bySpan, readGraphsOfSummaries } from '../queries/graphs-of-summaries.ts'
import { readHoursWithTraces } from '../queries/hours-with-traces.ts'
import { type MapTable, readRowStates, spanOf } from '../queries/row-states.ts'
import type { Window } from '../question.ts'
import type { MapDifference } from './difference.ts'
import { firstDifference } from './first-difference.ts'

const nothing: ServiceGraph = { nodes: [], edges: [] }

/** Computes every clean minute, hour and day since the horizon from the summaries again, an hour or a day at a time. */
export async function* verifyMap(connection: Connection, horizon: Micros): AsyncGenerator<MapDifference> {
  const hours = (await readHoursWithTraces(connection)).filter((start) => start >= horizon)
  for (const isLate of [false, true]) {
    for (const start of hours) {
      const range = { start, end: (start + hour) as Micros }
      const minutes = await mapsOf(connection, range, isLate, minute)
      const states = await readRowStates(connection, 'ask', 'map_1m', [range])
      const marked = new Set(states.filter((state) => state.isLate === isLate).map((state) => state.start))
      for (const at of minutes.keys())
        if (!marked.has(at)) yield { table: 'marks', start: at, isLate, problem: 'missing' }
      yield* rowDifferences(connection, { table: 'map_1m', isLate, range }, minutes)
      const ofHour = await mapsOf(connection, range, isLate, hour)
      yield* rowDifferences(connection, { table: 'map_1h', isLate, range }, ofHour)
    }
    for (const start of new Set(hours.map((at) => beginOf(at, day)))) {
      const range = { start, end: (start + day) as Micros }
      const ofDay = await mapsOf(connection, range, isLate, day)
      yield* rowDifferences(connection, { table: 'map_1d', isLate, range }, ofDay)
    }
  }
}

function mapsOf(connection: Connection, range: Window, isLate: boolean, span: number) {
  const traces = [tracesBySummary([range], isLate)]
  return readGraphsOfSummaries(connection, 'ask', { traces, at: bySpan(span), inTurn: true })
}

interface RowsOfRange {
  readonly table: MapTable
  readonly isLate: boolean
  readonly range: Window
}

async function* rowDifferences(
  connection: Connection,
  { table, isLate, range }: RowsOfRange,
  expected: ReadonlyMap<Micros, ServiceGraph>,
): AsyncGenerator<MapDifference> {
  const states = await readRowStates(connection, 'ask', table, [range])
  const span = spanOf(table)
  const asked = [{ table, isLate, ranges: [range] }]
  const rows = await readGraphsOfRows(connection, 'ask', { rows: asked, span, inTurn: true })
  for (const { start } of states.filter((state) => state.isLate === isLate && isClean(state))) {
    const difference = firstDifference(plain(rows.get(start)), plain(expected.get(start)))
    if (difference !== undefined) yield { table, start, isLate, problem: 'differs', ...difference }
  }
}

/** Histograms as lists, so that they can be compared and printed. */
function plain({ nodes, edges }: ServiceGraph = nothing) {
  return {
    nodes: nodes.map((node) => ({ ...node, histogram: [...node.histogram] })),
    edges: edges.map((edge) => ({ ...edge, histogram: [...edge.histogram] })),
  }
}
