import { addGraphs, foldGraph, type Micros, type ServiceGraph } from '@roentgen/trace'
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

/** Computes every clean minute, hour and day since the horizon from the summaries again, an hour at a time. */
export async function* verifyMap(connection: Connection, horizon: Micros): AsyncGenerator<MapDifference> {
  const hours = (await readHoursWithTraces(connection)).filter((start) => start >= horizon)
  const days = new Map<Micros, Record<Part, ServiceGraph[]>>()
  for (const start of hours) {
    const range = { start, end: (start + hour) as Micros }
    const graphs = await minutesOf(connection, range)
    const states = await readRowStates(connection, 'ask', 'map_1m', [range])
    const ofDay = days.get(beginOf(start, day)) ?? { onTime: [], late: [] }
    days.set(beginOf(start, day), ofDay)
    for (const part of parts) {
      const isLate = part === 'late'
      const minutes = graphs[part]
      const marked = new Set(states.filter((state) => state.isLate === isLate).map((state) => state.start))
      for (const at of minutes.keys())
        if (!marked.has(at)) yield { table: 'marks', start: at, isLate, problem: 'missing' }
      yield* rowDifferences(connection, { table: 'map_1m', isLate, range }, minutes)
      const whole = folded([...minutes.values()])
      ofDay[part].push(whole)
      yield* rowDifferences(connection, { table: 'map_1h', isLate, range }, new Map([[start, whole]]))
    }
  }
  for (const [start, graphs] of days)
    for (const part of parts) {
      const range = { start, end: (start + day) as Micros }
      const expected = new Map([[start, folded(graphs[part])]])
      yield* rowDifferences(connection, { table: 'map_1d', isLate: part === 'late', range }, expected)
    }
}

const parts = ['onTime', 'late'] as const
type Part = (typeof parts)[number]

/** As rows are made from those below. */
function folded(graphs: readonly ServiceGraph[]): ServiceGraph {
  return foldGraph(addGraphs(graphs))
}

async function minutesOf(connection: Connection, range: Window): Promise<Record<Part, Map<Micros, ServiceGraph>>> {
  // Minutes are even numbers.
  const late = tracesBySummary([range], true)
  const traces = [tracesBySummary([range], false), { ...late, at: `${bySpan(minute)} + 1` }]
  const found = await readGraphsOfSummaries(connection, 'ask', { traces, at: bySpan(minute), inTurn: true })
  const graphs: Record<Part, Map<Micros, ServiceGraph>> = { onTime: new Map(), late: new Map() }
  for (const [at, graph] of found) graphs[at % 2 === 0 ? 'onTime' : 'late'].set(beginOf(at, minute), graph)
  return graphs
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
  const states = (await readRowStates(connection, 'ask', table, [range])).filter(
    (state) => state.isLate === isLate && isClean(state),
  )
  if (states.length === 0) return
  const span = spanOf(table)
  const asked = [{ table, isLate, ranges: [range] }]
  const rows = await readGraphsOfRows(connection, 'ask', { rows: asked, span, inTurn: true })
  for (const { start } of states) {
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
