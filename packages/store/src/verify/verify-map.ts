import { addGraphs, foldGraph, type GraphEdge, type GraphNode, type Micros } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import type { MapGroup } from '../groups/map-group.ts'
import { mapPlaceOf } from '../map/map-place.ts'
import { type CountedGraph, totalTimeOfRow } from '../map/map-rows.ts'
import { isClean } from '../map/plan-window.ts'
import { beginOf, day, hour, minute } from '../map/span-of-rows.ts'
import { tracesBySummary } from '../queries/counted-traces.ts'
import { readGraphsOfRows } from '../queries/graphs-of-rows.ts'
import { bySpan, readGraphsOfSummaries } from '../queries/graphs-of-summaries.ts'
import { readHoursWithTraces } from '../queries/hours-with-traces.ts'
import { type MapTable, readRowStates, spanOf } from '../queries/row-states.ts'
import { readCountsOfRows, readCountsOfSummaries } from '../queries/trace-counts.ts'
import type { Window } from '../question.ts'
import type { MapDifference } from './difference.ts'
import { firstDifference } from './first-difference.ts'

const nothing: CountedGraph = { graph: { nodes: [], edges: [] }, traces: 0 }

/** Computes every clean minute, hour and day since the horizon from the summaries again, an hour at a time. */
export async function* verifyMap(
  connection: Connection,
  horizon: Micros,
  groups: readonly MapGroup[],
): AsyncGenerator<MapDifference> {
  const parts: readonly Part[] = [false, true].flatMap((isLate) =>
    [undefined, ...groups].map((group) => ({ isLate, group })),
  )
  const hours = (await readHoursWithTraces(connection)).filter((start) => start >= horizon)
  const days = new Map<Micros, Map<Part, CountedGraph[]>>()
  for (const start of hours) {
    const range = { start, end: (start + hour) as Micros }
    const graphs = await minutesOf(connection, range, groups)
    const states = await readRowStates(connection, 'ask', 'map_1m', [range])
    const ofDay = days.get(beginOf(start, day)) ?? new Map<Part, CountedGraph[]>()
    days.set(beginOf(start, day), ofDay)
    for (const part of parts) {
      const { isLate, group } = part
      const minutes = graphs(part)
      const marked = new Set(states.filter((state) => state.isLate === isLate).map((state) => state.start))
      for (const at of minutes.keys())
        if (group === undefined && !marked.has(at)) yield { table: 'marks', start: at, isLate, problem: 'missing' }
      yield* rowDifferences(connection, { table: 'map_1m', ...part, range }, minutes)
      const whole = folded([...minutes.values()])
      ofDay.set(part, [...(ofDay.get(part) ?? []), whole])
      yield* rowDifferences(connection, { table: 'map_1h', ...part, range }, new Map([[start, whole]]))
    }
  }
  for (const [start, graphs] of days)
    for (const [part, ofPart] of graphs) {
      const range = { start, end: (start + day) as Micros }
      const expected = new Map([[start, folded(ofPart)]])
      yield* rowDifferences(connection, { table: 'map_1d', ...part, range }, expected)
    }
}

interface Part {
  readonly isLate: boolean
  /** undefined: Default. */
  readonly group: MapGroup | undefined
}

/** As rows are made from those below. */
function folded(all: readonly CountedGraph[]): CountedGraph {
  return {
    graph: foldGraph(addGraphs(all.map(({ graph }) => graph))),
    traces: all.reduce((sum, { traces = 0 }) => sum + traces, 0),
  }
}

/** Those of a part by their beginnings. */
async function minutesOf(
  connection: Connection,
  range: Window,
  groups: readonly MapGroup[],
): Promise<(part: Part) => Map<Micros, CountedGraph>> {
  const late = tracesBySummary([range], true)
  const traces = [tracesBySummary([range], false), { ...late, at: `${bySpan(minute)} + 1` }]
  const asked = { traces, at: bySpan(minute), groups, inTurn: true }
  const found = await readGraphsOfSummaries(connection, 'ask', asked)
  const counts = await readCountsOfSummaries(connection, 'ask', asked)
  return ({ isLate, group }) => {
    const minutes = new Map<Micros, CountedGraph>()
    // A trace without a segment counts, and is in no map.
    for (const [at, traces] of counts) {
      const place = mapPlaceOf(at, minute)
      const own = place.index === undefined ? undefined : groups[place.index]
      const graph = found.get(at) ?? nothing.graph
      if (place.isLate === isLate && own === group) minutes.set(place.start, { graph, traces })
    }
    return minutes
  }
}

interface RowsOfRange extends Part {
  readonly table: MapTable
  readonly range: Window
}

async function* rowDifferences(
  connection: Connection,
  { table, isLate, group, range }: RowsOfRange,
  expected: ReadonlyMap<Micros, CountedGraph>,
): AsyncGenerator<MapDifference> {
  // A group's rows know what Default's do.
  const states = (await readRowStates(connection, 'ask', table, [range])).filter(
    (state) => state.isLate === isLate && isClean(state),
  )
  if (states.length === 0) return
  const span = spanOf(table)
  const asked = [{ table, isLate, ranges: [range] }]
  const question = { rows: asked, span, group: group?.rows, inTurn: true }
  const rows = await readGraphsOfRows(connection, 'ask', question)
  const counts = await readCountsOfRows(connection, 'ask', question)
  for (const { start } of states) {
    const right = expected.get(start) ?? nothing
    // Rows that were made before they knew how many say nothing of it.
    const traces = counts.has(start) ? (counts.get(start) ?? right.traces) : 0
    const stored = { graph: rows.get(start) ?? nothing.graph, traces }
    const difference = firstDifference(plain(stored), plain(right))
    if (difference === undefined) continue
    yield { table, start, isLate, ...(group && { group: group.arn }), problem: 'differs', ...difference }
  }
}

/** As a row holds it, with histograms as lists, so that they can be compared and printed. */
function plain({ graph: { nodes, edges }, traces }: CountedGraph) {
  return {
    nodes: nodes.map((node) => ({ ...node, ...plainNumbers(node) })),
    edges: edges.map((edge) => ({ ...edge, ...plainNumbers(edge) })),
    traces,
  }
}

function plainNumbers({ totalTime, histogram }: GraphNode | GraphEdge) {
  return { totalTime: totalTimeOfRow(totalTime), histogram: [...histogram] }
}
