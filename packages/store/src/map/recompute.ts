import { addGraphs, foldGraph, type Micros, type ServiceGraph } from '@roentgen/trace'
import type { Connection, Lane } from '../connection.ts'
import { tracesLate, tracesOnTime } from '../queries/counted-traces.ts'
import { readGraphsOfRows } from '../queries/graphs-of-rows.ts'
import { bySpan, readGraphsOfSummaries } from '../queries/graphs-of-summaries.ts'
import { type MapTable, type RowState, readRowStates, spanOf } from '../queries/row-states.ts'
import type { Window } from '../question.ts'
import { MapRows } from './map-rows.ts'
import { beginOf, minute } from './span-of-rows.ts'

const nothing: ServiceGraph = { nodes: [], edges: [] }

/**
 * Makes the rows of some minutes from summaries. `states` were read before: whatever is marked later, or was not marked
 * yet when they were read, leaves its minute dirty, seen or not.
 */
export async function recomputeMinutes(connection: Connection, lane: Lane, states: readonly RowState[]): Promise<void> {
  const rows = new MapRows()
  for (const isLate of [false, true]) {
    const own = states.filter((state) => state.isLate === isLate)
    if (own.length === 0) continue
    const ranges = contiguous(
      own.map(({ start }) => start),
      minute,
    )
    const traces = [isLate ? tracesLate(ranges) : tracesOnTime(ranges)]
    const graphs = await readGraphsOfSummaries(connection, lane, { traces, at: bySpan(minute), inTurn: true })
    for (const { start, marks } of own) rows.add({ start, isLate, version: marks }, graphs.get(start) ?? nothing)
  }
  await rows.insert(connection, 'map_1m')
}

/** Which table's rows are made from which. */
const below = { map_1h: 'map_1m', map_1d: 'map_1h' } as const

/**
 * Makes the rows of hours from those of their minutes, or of days from those of their hours. A row's version is the sum of
 * what the rows below knew, so it equals the marks of its time only when every one of them was clean.
 */
export async function fold(
  connection: Connection,
  lane: Lane,
  table: 'map_1h' | 'map_1d',
  states: readonly RowState[],
): Promise<void> {
  const rows = new MapRows()
  for (const isLate of [false, true]) {
    const starts = states.filter((state) => state.isLate === isLate).map(({ start }) => start)
    if (starts.length > 0) await foldPart(connection, lane, { table, isLate, starts }, rows)
  }
  await rows.insert(connection, table)
}

async function foldPart(
  connection: Connection,
  lane: Lane,
  { table, isLate, starts }: { readonly table: 'map_1h' | 'map_1d'; isLate: boolean; starts: readonly Micros[] },
  rows: MapRows,
): Promise<void> {
  const source: MapTable = below[table]
  const span = spanOf(table)
  const ranges = contiguous(starts, span)
  const versions = new Map<Micros, number>()
  for (const state of await readRowStates(connection, lane, source, ranges)) {
    if (state.isLate !== isLate) continue
    const at = beginOf(state.start, span)
    versions.set(at, (versions.get(at) ?? 0) + state.version)
  }
  // Read after the versions: rows that were replaced in between know more, never less.
  const graphs = await readGraphsOfRows(connection, lane, {
    rows: [{ table: source, isLate, ranges }],
    span,
    inTurn: true,
  })
  for (const start of starts) {
    const version = versions.get(start)
    if (version !== undefined)
      rows.add({ start, isLate, version }, foldGraph(addGraphs([graphs.get(start) ?? nothing])))
  }
}

function contiguous(starts: readonly Micros[], span: number): Window[] {
  const ranges: Window[] = []
  for (const start of starts) {
    const last = ranges.at(-1)
    const end = (start + span) as Micros
    if (last?.end === start) ranges[ranges.length - 1] = { start: last.start, end }
    else ranges.push({ start, end })
  }
  return ranges
}
