import { addGraphs, foldGraph, type Micros, type ServiceGraph } from '@roentgen/trace'
import type { Connection, Lane } from '../connection.ts'
import type { MapGroup } from '../groups/map-group.ts'
import { GraphSums } from '../map/graph-sums.ts'
import type { KnownGraphs } from '../map/known-graphs.ts'
import type { PackedGraph } from '../map/packed-graph.ts'
import { fewerRanges, isClean, planWindow, type WindowPlan, wholeSpans, without } from '../map/plan-window.ts'
import type { RowWanted } from '../map/row-graphs.ts'
import type { RowVersions } from '../map/row-versions.ts'
import { beginOf, day, hour, minute, slot } from '../map/span-of-rows.ts'
import type { Window } from '../question.ts'
import type { Chosen } from './chosen.ts'
import { tracesLate, tracesOnTime } from './counted-traces.ts'
import { readGraphOfSlots } from './graph-of-slots.ts'
import { type MapRowsAsked, readGraphsOfRows } from './graphs-of-rows.ts'
import { bySpan, readGraphsOfSummaries } from './graphs-of-summaries.ts'
import { readPackedRows } from './packed-rows.ts'
import { type MapTable, type RowState, readRowStates, spanOf } from './row-states.ts'
import { readCountsOfRows, readCountsOfSummaries } from './trace-counts.ts'
import { readWindowStates, type StatesAsked } from './window-states.ts'

export interface WindowGraphAsked {
  /** What earlier questions have counted. */
  readonly known: KnownGraphs
  /** Of the traces in it; undefined: of all. Its rows are as clean as Default's: they are made together. */
  readonly group: MapGroup | undefined
}

/** The map of the traces that count in a window. */
export async function readWindowGraph(
  connection: Connection,
  lane: Lane,
  window: Window,
  { known, group }: WindowGraphAsked,
): Promise<ServiceGraph> {
  if (window.start >= window.end) return { nodes: [], edges: [] }
  const { onTime, late, marks } = await planOfMap(connection, lane, window, known.versions)
  const sums = new GraphSums(known.names)
  const rows = { group: group?.rows ?? '', rows: [...onTime.rows, ...late.rows], known }
  const slots = { onTime: onTime.summaries, late: late.summaries, marks, group }
  const give = (graph: PackedGraph) => sums.add(graph)
  await Promise.all([
    readGraphOfSlots(connection, lane, slots, known, sums),
    readPackedRows(connection, lane, rows, give),
  ])
  return foldGraph(sums.graph())
}

/** The rows that the map of a window is made of: those of a table and kind together, in the order of time. */
export async function rowsOfWindow(
  connection: Connection,
  lane: Lane,
  window: Window,
  known: RowVersions,
): Promise<RowWanted[]> {
  const { onTime, late } = await planOfMap(connection, lane, window, known)
  return [...onTime.rows, ...late.rows]
}

/**
 * From where each part of a map is answered, and the marks of the slots at its ends. Marks are read before summaries: a graph
 * that knows more than its marks is counted once more, never once too little.
 */
async function planOfMap(connection: Connection, lane: Lane, window: Window, known: RowVersions) {
  const whole = windowsOf(wholeSpans(window, minute))
  const days = windowsOf(wholeSpans(window, day))
  const slots = slotsOfInterest(window)
  const rest = whole.flatMap((range) => without(range, days))
  const hours = rest.flatMap((range) => without(range, slots)).flatMap((range) => windowsOf(wholeSpans(range, hour)))
  const minutes = rest.flatMap((range) => without(range, hours))
  const read = (asked: Partial<StatesAsked>) =>
    readWindowStates(connection, lane, { days: [], hours: [], minutes: [], slots: [], ...asked }, known)
  const first = await read({ days, hours, minutes, slots })
  const dirtyDays = first.days.filter(isDirty)
  const ofDays = await read({ hours: spansAt(dirtyDays, day) })
  // The minutes of other hours are known.
  const isApart = ({ start }: RowState) => !minutes.some((range) => range.start <= start && start < range.end)
  const hoursOfDays = inSpans(ofDays.hours, dirtyDays, day)
  const dirtyHours = [...first.hours.filter(isApart), ...hoursOfDays].filter(isDirty)
  const ofHours = await read({ minutes: spansAt(dirtyHours, hour) })
  // One that has become clean since has no minutes there: what was read with them holds.
  const hoursAgain = inSpans(ofHours.hours, dirtyHours, hour)
  const wereDirty = new Set(dirtyHours.map(({ start }) => start))
  const otherHours = [...first.hours, ...hoursOfDays].filter(({ start }) => !wereDirty.has(start))
  const states: States = {
    map_1d: first.days,
    map_1h: inOrder([...otherHours, ...hoursAgain]),
    map_1m: inOrder([...first.minutes, ...inSpans(ofHours.minutes, dirtyHours, hour)]),
  }
  return { ...plansOf(window, states), marks: { in: slots, of: first.slots } }
}

function isDirty(state: RowState): boolean {
  return !isClean(state)
}

/** Those of these states that lie in one of some days or hours. */
function inSpans(states: readonly RowState[], spans: readonly RowState[], span: number): RowState[] {
  const starts = new Set(spans.map(({ start }) => start))
  return states.filter(({ start }) => starts.has(beginOf(start, span)))
}

/** Some days or hours, one of them perhaps twice, in few ranges, which may hold others too. */
function spansAt(states: readonly RowState[], span: number): Window[] {
  const starts = [...new Set(states.map(({ start }) => start))].sort((a, b) => a - b)
  return fewerRanges(starts.map((start) => ({ start, end: (start + span) as Micros })))
}

function inOrder(states: readonly RowState[]): RowState[] {
  return [...states].sort((a, b) => a.start - b.start)
}

/**
 * The maps of the traces that count in a window, one for each `span` (µs, whole minutes): clean days, hours and minutes
 * from their rows, dirty minutes and the cut ends of the window from summaries, added up.
 */
export async function readWindowGraphs(
  connection: Connection,
  lane: Lane,
  window: Window,
  { span, chosen, group }: { readonly span: number; readonly chosen: Chosen; readonly group: MapGroup | undefined },
): Promise<Map<Micros, ServiceGraph>> {
  if (window.start >= window.end) return new Map()
  const { onTime, late } = await plan(connection, lane, window, { days: span % day === 0, hours: span % hour === 0 })
  const traces = tracesOf(onTime.summaries, late.summaries, group)
  const rows = [...rowsOf(onTime, false), ...rowsOf(late, true)]
  const parts = await Promise.all([
    readGraphsOfRows(connection, lane, { rows, span, chosen, group: group?.rows }),
    readGraphsOfSummaries(connection, lane, { traces, at: bySpan(span), chosen }),
  ])
  const graphs = new Map<Micros, ServiceGraph[]>()
  for (const part of parts)
    for (const [at, graph] of part) {
      const known = graphs.get(at)
      if (known === undefined) graphs.set(at, [graph])
      else known.push(graph)
    }
  return new Map([...graphs].sort(([a], [b]) => a - b).map(([at, all]) => [at, foldGraph(addGraphs(all))]))
}

/**
 * How many traces count in a window, by `span` (µs, whole minutes), of a group or of all: from rows as the maps are, to
 * the trace. Spans without a trace are left out.
 */
export async function readWindowCounts(
  connection: Connection,
  lane: Lane,
  window: Window,
  { span, group }: { readonly span: number; readonly group: MapGroup | undefined },
): Promise<Map<Micros, number>> {
  if (window.start >= window.end) return new Map()
  const { onTime, late } = await plan(connection, lane, window, { days: span % day === 0, hours: span % hour === 0 })
  const [ofRows, ofSummaries] = await Promise.all([
    readCountsOfRows(connection, lane, {
      rows: [...rowsOf(onTime, false), ...rowsOf(late, true)],
      span,
      group: group?.rows,
    }),
    readCountsOfSummaries(connection, lane, {
      traces: tracesOf(onTime.summaries, late.summaries, group),
      at: bySpan(span),
    }),
  ])
  const unknown = [...ofRows.keys()].filter((at) => ofRows.get(at) === undefined)
  const ranges = fewerRanges(
    unknown.sort((a, b) => a - b).flatMap((at) => within({ start: at, end: (at + span) as Micros }, window)),
  )
  // Between these ranges there may be others now, which are known already.
  const counted = await readCountsOfSummaries(connection, lane, {
    traces: tracesOf(ranges, ranges, group),
    at: bySpan(span),
  })
  const counts = new Map<Micros, number>()
  const add = (at: Micros, traces: number) => counts.set(at, (counts.get(at) ?? 0) + traces)
  const isUnknown = new Set(unknown)
  for (const part of [ofRows, ofSummaries])
    for (const [at, traces = 0] of part) if (!isUnknown.has(at) && traces > 0) add(at, traces)
  for (const [at, traces] of counted) if (isUnknown.has(at)) add(at, traces)
  return new Map([...counts].sort(([a], [b]) => a - b))
}

function tracesOf(onTime: readonly Window[], late: readonly Window[], group: MapGroup | undefined) {
  return [
    ...(onTime.length > 0 ? [tracesOnTime(onTime, group)] : []),
    ...(late.length > 0 ? [tracesLate(late, group)] : []),
  ]
}

type States = Readonly<Record<MapTable, readonly RowState[]>>

interface Plans {
  readonly onTime: WindowPlan
  readonly late: WindowPlan
}

async function plan(
  connection: Connection,
  lane: Lane,
  window: Window,
  levels: { readonly days: boolean; readonly hours: boolean },
): Promise<Plans> {
  let rest = windowsOf(wholeSpans(window, minute))
  const states: Record<MapTable, readonly RowState[]> = { map_1d: [], map_1h: [], map_1m: [] }
  // Shorter windows hold no whole day.
  if (levels.days && window.end - window.start >= day) rest = await read('map_1d', wholeSpans(window, day))
  if (levels.hours) rest = await read('map_1h', wholeSpans(window, hour))
  states.map_1m = await readRowStates(connection, lane, 'map_1m', fewerRanges(rest))
  return plansOf(window, states)

  /** Reads what is left, as far as it consists of whole rows; gives what is then left for smaller ones. */
  async function read(table: MapTable, whole: Window | undefined): Promise<Window[]> {
    const span = spanOf(table)
    const asked = fewerRanges(rest.flatMap((range) => within(range, whole)))
    states[table] = await readRowStates(connection, lane, table, asked)
    // Only where the rows of both, those on time and those late, are clean, nothing below is needed.
    const clean = clearedBy(states[table], span)
    return rest.flatMap((range) => without(range, clean))
  }
}

function plansOf(window: Window, states: States): Plans {
  const planOf = (isLate: boolean) => {
    const of = (table: MapTable) => states[table].filter((state) => state.isLate === isLate)
    const days = of('map_1d')
    const hours = uncovered(of('map_1h'), days, day)
    const minutes = uncovered(uncovered(of('map_1m'), days, day), hours, hour)
    return planWindow(window, { days, hours, minutes })
  }
  return { onTime: planOf(false), late: planOf(true) }
}

/** Spans that have marks and no dirty row. In the order of time. */
function clearedBy(states: readonly RowState[], span: number): Window[] {
  const dirty = new Set(states.filter((state) => !isClean(state)).map(({ start }) => start))
  const clear = new Set(states.map(({ start }) => start).filter((start) => !dirty.has(start)))
  return [...clear].sort((a, b) => a - b).map((start) => ({ start, end: (start + span) as Micros }))
}

/** Those states that lie in no clean span of the level above. */
function uncovered(states: readonly RowState[], above: readonly RowState[], span: number): RowState[] {
  const clean = new Set(above.filter(isClean).map(({ start }) => start))
  return states.filter(({ start }) => !clean.has(beginOf(start, span)))
}

function within(range: Window, whole: Window | undefined): Window[] {
  if (whole === undefined) return []
  const start = Math.max(range.start, whole.start) as Micros
  const end = Math.min(range.end, whole.end) as Micros
  return start < end ? [{ start, end }] : []
}

function windowsOf(window: Window | undefined): Window[] {
  return window === undefined ? [] : [window]
}

/**
 * Where a window is likely to be read from summaries: its first minute, which is cut, the last ones, which are not in rows yet,
 * and those in which traces still come late. In whole slots.
 */
function slotsOfInterest(window: Window): Window[] {
  const first = { start: beginOf(window.start, minute), end: (beginOf(window.start, minute) + minute) as Micros }
  const end = beginOf(window.end + slot - 1, slot)
  const recent = Math.max(first.end, beginOf(window.end - 3 * hour, minute)) as Micros
  return recent < end ? [first, { start: recent, end }] : [first]
}

function rowsOf({ days, hours, minutes }: WindowPlan, isLate: boolean): MapRowsAsked[] {
  return [
    { table: 'map_1d', isLate, ranges: days },
    { table: 'map_1h', isLate, ranges: hours },
    { table: 'map_1m', isLate, ranges: minutes },
  ]
}
