import type { Micros } from '@roentgen/trace'
import type { Connection, Lane } from '../connection.ts'
import type { MapGroup } from '../groups/map-group.ts'
import type { GraphSums } from '../map/graph-sums.ts'
import type { KnownGraphs } from '../map/known-graphs.ts'
import { emptyGraph, packGraph } from '../map/packed-graph.ts'
import { type Place, placeAt } from '../map/place.ts'
import { without } from '../map/plan-window.ts'
import { beginOf, slot } from '../map/span-of-rows.ts'
import type { Window } from '../question.ts'
import { type CountedTraces, fewTracesOnTime, tracesLate, tracesLateOfSlots, tracesOnTime } from './counted-traces.ts'
import { readGraphsOfSummaries } from './graphs-of-summaries.ts'
import { mostTraces, readSingleTraces } from './single-traces.ts'

export interface SlotsAsked {
  /** Half-open, of the times at which traces count: of those that came on time, and of the late ones. */
  readonly onTime: readonly Window[]
  readonly late: readonly Window[]
  /** Of slots, read before. Slots in these ranges that have none have no traces; what lies elsewhere is not remembered. */
  readonly marks: { readonly in: readonly Window[]; readonly of: ReadonlyMap<Place, number> }
  /** Of the traces in it; undefined: of all. */
  readonly group?: MapGroup | undefined
}

/** More maps of slots than this are not asked of the engine at once; of traces on time, which have all services. */
const maxSlots = 60

/** A slot, or what of it lies in the window. */
interface Piece extends Window {
  readonly slot: Micros
  readonly isLate: boolean
  readonly marks: number
}

/** The map of some ranges, in parts, from what is known of their slots, and from summaries. */
export async function readGraphOfSlots(
  connection: Connection,
  lane: Lane,
  { onTime, late, marks, group }: SlotsAsked,
  known: KnownGraphs,
  sums: GraphSums,
): Promise<void> {
  const ofTime = piecesOf(onTime, false, marks)
  const ofLate = piecesOf(late, true, marks)
  const name = group?.rows ?? ''
  const missing = [...ofTime.pieces, ...ofLate.pieces].filter((piece) => !addKnown(piece, name, known, sums))
  // A trace that is read costs less than a statement that counts, as long as they are few.
  const areMany = known.traces.areMany(missing.filter(isOnTime).length, mostTraces)
  const [left] = await Promise.all([
    readSingly(connection, lane, areMany ? missing.filter(isCut) : missing, { group, known }, sums),
    count(ofTime.rest, ofLate.rest, areMany ? missing.filter(isWhole) : []),
  ])
  // Too many to be read one by one.
  const cut = left.filter(isCut)
  if (left.length > 0)
    await count(
      cut.filter(isOnTime),
      cut.filter(({ isLate }) => isLate),
      left.filter(isWhole),
    )

  async function count(
    restOnTime: readonly Window[],
    restLate: readonly Window[],
    slots: readonly Piece[],
  ): Promise<void> {
    const own = slots.filter(isOnTime)
    const wholeLate = slots.filter(({ isLate }) => isLate)
    const ranges = [...restOnTime, ...adjoined(own)]
    const few = ranges.length > 0 ? await fewTracesOnTime(connection, lane, ranges, group) : undefined
    const traces: CountedTraces[] = [
      ...(few === undefined ? [] : [{ ...few, at: `if(has({slots:Array(Int64)}, ${ownSlot}), ${ownSlot}, 0)` }]),
      ...(restLate.length > 0 ? [tracesLate(restLate, group)] : []),
    ]
    const ofSlots = wholeLate.map((piece) => piece.slot)
    if (ofSlots.length > 0) traces.push({ ...tracesLateOfSlots(ofSlots, group), at: 'slot + 1' })
    const parameters = { slots: own.map((piece) => piece.slot) }
    const counted = await readGraphsOfSummaries(connection, lane, { traces, parameters })
    const packed = new Map([...counted].map(([at, graph]) => [at, packGraph(graph, known.names)]))
    for (const piece of slots)
      known.rows.put(name, slotOf(piece), packed.get((piece.slot + (piece.isLate ? 1 : 0)) as Micros) ?? emptyGraph)
    for (const graph of packed.values()) sums.add(graph)
  }
}

const ownSlot = `intDiv(counted, ${slot}) * ${slot}`

function isWhole({ start, end }: Piece): boolean {
  return end - start === slot
}

function isCut(piece: Piece): boolean {
  return !isWhole(piece)
}

function isOnTime({ isLate }: Piece): boolean {
  return !isLate
}

function slotOf({ slot: start, isLate, marks }: Piece) {
  return { table: 'slot', start, isLate, version: marks } as const
}

/** Whether the slot was counted, or its traces read, for a group by its name, '' for Default. */
function addKnown(piece: Piece, group: string, known: KnownGraphs, sums: GraphSums): boolean {
  const counted = isWhole(piece) ? known.rows.get(group, slotOf(piece)) : undefined
  const traces = known.traces.get(group, placeAt(piece.slot, piece.isLate), piece.marks)
  if (counted !== undefined) sums.add(counted)
  else for (const some of traces ?? []) sums.addTraces(some, piece)
  return counted !== undefined || traces !== undefined
}

interface PiecesAsked {
  readonly group: MapGroup | undefined
  readonly known: KnownGraphs
}

/** Reads the traces of these pieces' slots one by one, and adds them; where there are too many all are left, and given back. */
async function readSingly(
  connection: Connection,
  lane: Lane,
  pieces: readonly Piece[],
  { group, known }: PiecesAsked,
  sums: GraphSums,
): Promise<readonly Piece[]> {
  if (pieces.length === 0) return []
  const name = group?.rows ?? ''
  const slots = pieces.map((piece) => ({ ...piece, start: piece.slot, end: (piece.slot + slot) as Micros }))
  const [ofTime, ofLate] = [slots.filter(isOnTime), slots.filter(({ isLate }) => isLate).map((piece) => piece.slot)]
  const traces = [
    ...(ofTime.length > 0 ? [{ ...tracesOnTime(adjoined(ofTime), group), at: '0' }] : []),
    ...(ofLate.length > 0 ? [{ ...tracesLateOfSlots(ofLate, group), at: '1' }] : []),
  ]
  const found = await readSingleTraces(connection, lane, traces, known.names)
  const count = found === undefined ? mostTraces + 1 : ofTime.reduce((sum, { start }) => sum + sizeAt(start), 0)
  known.traces.note(ofTime.length, count)
  if (found === undefined) return pieces
  for (const piece of pieces) {
    const place = placeAt(piece.slot, piece.isLate)
    known.traces.put(name, place, piece.marks, found.get(place) ?? [])
    addKnown(piece, name, known, sums)
  }
  return []

  function sizeAt(start: Micros): number {
    return (found?.get(placeAt(start, false)) ?? []).reduce((sum, { counted }) => sum + counted.length, 0)
  }
}

interface Pieces {
  /** Slot by slot, where marks say that a slot has traces. */
  readonly pieces: readonly Piece[]
  /** What is counted as a whole: where marks are not known, and all but the newest of many slots. */
  readonly rest: readonly Window[]
}

function piecesOf(ranges: readonly Window[], isLate: boolean, marks: SlotsAsked['marks']): Pieces {
  const rest = ranges.flatMap((range) => without(range, marks.in))
  const known = ranges.flatMap((range) => marks.in.flatMap((part) => intersection(range, part)))
  const pieces: Piece[] = []
  for (const range of known)
    for (let at = beginOf(range.start, slot); at < range.end; at = (at + slot) as Micros) {
      const ofSlot = marks.of.get(placeAt(at, isLate))
      const part = intersection(range, { start: at, end: (at + slot) as Micros })
      if (ofSlot !== undefined) pieces.push(...part.map((piece) => ({ ...piece, slot: at, isLate, marks: ofSlot })))
    }
  const older = isLate ? [] : pieces.filter(isWhole).slice(0, -maxSlots)
  return { pieces: pieces.filter((piece) => !older.includes(piece)), rest: [...rest, ...adjoined(older)] }
}

function intersection(a: Window, b: Window): Window[] {
  const start = Math.max(a.start, b.start) as Micros
  const end = Math.min(a.end, b.end) as Micros
  return start < end ? [{ start, end }] : []
}

/** The same times in fewer ranges: a question can name some sixty. Nothing between two of them is added. */
function adjoined(ranges: readonly Window[]): Window[] {
  const all: Window[] = []
  for (const { start, end } of ranges) {
    const last = all.at(-1)
    if (last?.end === start) all[all.length - 1] = { start: last.start, end }
    else all.push({ start, end })
  }
  return all
}
