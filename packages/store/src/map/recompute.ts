import { addGraphs, foldGraph, type Micros, type ServiceGraph } from '@roentgen/trace'
import type { Connection, Lane } from '../connection.ts'
import type { MapGroup } from '../groups/map-group.ts'
import { tracesLate, tracesOnTime } from '../queries/counted-traces.ts'
import { readGraphsOfRows } from '../queries/graphs-of-rows.ts'
import { bySpan, readGraphsOfSummaries } from '../queries/graphs-of-summaries.ts'
import {
  type GroupRowsAsked,
  type MapTable,
  type RowState,
  readGroupsWithRows,
  readRowStates,
  spanOf,
} from '../queries/row-states.ts'
import { readCountsOfRows, readCountsOfSummaries } from '../queries/trace-counts.ts'
import type { Window } from '../question.ts'
import { mapAt } from './map-place.ts'
import { type CountedGraph, MapRows } from './map-rows.ts'
import { beginOf, minute } from './span-of-rows.ts'

const nothing: CountedGraph = { graph: { nodes: [], edges: [] }, traces: 0 }

/**
 * Makes the rows of some minutes from summaries, those of Default and of these groups. `states` were read before the
 * groups, and these before now: whatever is marked later, or was not marked yet when they were read, leaves its minute
 * dirty, seen or not.
 */
export async function recomputeMinutes(
  connection: Connection,
  lane: Lane,
  states: readonly RowState[],
  groups: readonly MapGroup[],
): Promise<void> {
  const rows = new MapRows()
  for (const isLate of [false, true]) {
    const own = states.filter((state) => state.isLate === isLate)
    if (own.length === 0) continue
    const ranges = contiguous(
      own.map(({ start }) => start),
      minute,
    )
    const traces = [isLate ? tracesLate(ranges) : tracesOnTime(ranges)]
    const asked = { traces, at: bySpan(minute), groups, inTurn: true }
    const found = await readGraphsOfSummaries(connection, lane, asked)
    const counts = await readCountsOfSummaries(connection, lane, asked)
    // A trace that was stored between the two questions is not marked yet: the row is made again.
    const graphs = counted(found, (at) => counts.get(at) ?? 0, counts.keys())
    const before = await rowsBefore(connection, lane, { table: 'map_1m', isLate, ranges, groups })
    for (const { start, marks } of own) addRows(rows, { start, isLate, version: marks }, graphs, groups, before)
  }
  await rows.insert(connection, 'map_1m')
}

/**
 * The rows of one time. A group that has none of its traces has no row, unless it had one before: that is replaced by an
 * empty one. Default's row comes last, and says that all of them know what it knows.
 */
function addRows(
  rows: MapRows,
  state: Omit<RowState, 'marks'>,
  graphs: ReadonlyMap<Micros, CountedGraph>,
  groups: readonly MapGroup[],
  before: ReadonlyMap<Micros, ReadonlySet<string>>,
): void {
  const { start } = state
  for (const [index, { rows: own }] of groups.entries()) {
    const graph = graphs.get(mapAt(start, index))
    if (graph !== undefined || before.get(start)?.has(own)) rows.add(state, graph ?? nothing, own)
  }
  rows.add(state, graphs.get(start) ?? nothing)
}

/** Also where all traces are without a segment, if there were such: a count has its map. */
function counted(
  graphs: ReadonlyMap<Micros, ServiceGraph>,
  tracesAt: (at: Micros) => number | undefined,
  more: Iterable<Micros>,
): Map<Micros, CountedGraph> {
  return new Map(
    [...new Set([...graphs.keys(), ...more])].map((at) => [
      at,
      { graph: graphs.get(at) ?? nothing.graph, traces: tracesAt(at) },
    ]),
  )
}

interface RowsBefore extends Omit<GroupRowsAsked, 'groups'> {
  readonly groups: readonly MapGroup[]
}

function rowsBefore(connection: Connection, lane: Lane, asked: RowsBefore) {
  return readGroupsWithRows(connection, lane, { ...asked, groups: namesOf(asked.groups) })
}

function namesOf(groups: readonly MapGroup[]): string[] {
  return groups.map(({ rows }) => rows)
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
  groups: readonly MapGroup[],
): Promise<void> {
  const rows = new MapRows()
  for (const isLate of [false, true]) {
    const starts = states.filter((state) => state.isLate === isLate).map(({ start }) => start)
    if (starts.length > 0) await foldPart(connection, lane, { table, isLate, starts, groups }, rows)
  }
  await rows.insert(connection, table)
}

interface FoldedPart {
  readonly table: 'map_1h' | 'map_1d'
  readonly isLate: boolean
  readonly starts: readonly Micros[]
  readonly groups: readonly MapGroup[]
}

async function foldPart(
  connection: Connection,
  lane: Lane,
  { table, isLate, starts, groups }: FoldedPart,
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
  const asked = { rows: [{ table: source, isLate, ranges }], span, groups: namesOf(groups), inTurn: true }
  const found = await readGraphsOfRows(connection, lane, asked)
  const counts = await readCountsOfRows(connection, lane, asked)
  const folded = new Map([...found].map(([at, graph]) => [at, foldGraph(addGraphs([graph]))]))
  const graphs = counted(folded, (at) => (counts.has(at) ? counts.get(at) : 0), counts.keys())
  const before = await rowsBefore(connection, lane, { table, isLate, ranges, groups })
  for (const start of starts) {
    const version = versions.get(start)
    if (version !== undefined) addRows(rows, { start, isLate, version }, graphs, groups, before)
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
