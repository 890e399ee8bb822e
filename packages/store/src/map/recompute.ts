import { addGraphs, foldGraph, type Micros, type ServiceGraph } from '@roentgen/trace'
import type { Connection, Lane } from '../connection.ts'
import { readGraphsOfRows } from '../queries/graphs-of-rows.ts'
import { readGraphsOfSummaries } from '../queries/graphs-of-summaries.ts'
import { type RowState, readRowStates } from '../queries/row-states.ts'
import type { Window } from '../question.ts'
import { MapRows } from './map-rows.ts'
import { beginOf, hour, minute } from './span-of-rows.ts'

const nothing: ServiceGraph = { nodes: [], edges: [] }

/**
 * Makes the rows of some minutes from summaries. `states` were read before: whatever is marked later, or was not marked
 * yet when they were read, leaves its minute dirty, seen or not.
 */
export async function recomputeMinutes(connection: Connection, lane: Lane, states: readonly RowState[]): Promise<void> {
  if (states.length === 0) return
  const ranges = contiguous(states.map(({ start }) => start))
  const graphs = await readGraphsOfSummaries(connection, lane, { ranges, span: minute, inTurn: true })
  const rows = new MapRows()
  for (const { start, marks } of states) rows.add(start, marks, graphs.get(start) ?? nothing)
  await rows.insert(connection, 'map_1m')
}

/**
 * Makes the rows of some hours from those of their minutes. An hour's version is the sum of what its minutes knew, so it
 * equals the hour's marks only when every one of them was clean.
 */
export async function recomputeHours(connection: Connection, lane: Lane, hours: readonly Micros[]): Promise<void> {
  if (hours.length === 0) return
  const ranges = hours.map((start) => ({ start, end: (start + hour) as Micros }))
  const versions = new Map<Micros, number>()
  for (const { start, version } of await readRowStates(connection, lane, 'map_1m', ranges)) {
    const at = beginOf(start, hour)
    versions.set(at, (versions.get(at) ?? 0) + version)
  }
  // Read after the versions: rows that were replaced in between know more, never less.
  const graphs = await readGraphsOfRows(connection, lane, { table: 'map_1m', ranges, span: hour, inTurn: true })
  const rows = new MapRows()
  for (const start of hours) {
    const version = versions.get(start)
    if (version !== undefined) rows.add(start, version, foldGraph(addGraphs([graphs.get(start) ?? nothing])))
  }
  await rows.insert(connection, 'map_1h')
}

function contiguous(minutes: readonly Micros[]): Window[] {
  const ranges: Window[] = []
  for (const start of minutes) {
    const last = ranges.at(-1)
    const end = (start + minute) as Micros
    if (last?.end === start) ranges[ranges.length - 1] = { start: last.start, end }
    else ranges.push({ start, end })
  }
  return ranges
}
