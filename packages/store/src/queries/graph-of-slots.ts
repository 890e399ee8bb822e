import type { Micros } from '@roentgen/trace'
import type { Connection, Lane } from '../connection.ts'
import type { MapGroup } from '../groups/map-group.ts'
import { emptyGraph, type PackedGraph, packGraph } from '../map/packed-graph.ts'
import { wholeSpans, without } from '../map/plan-window.ts'
import type { KnownGraphs } from '../map/slot-graphs.ts'
import { slot } from '../map/span-of-rows.ts'
import type { Window } from '../question.ts'
import { fewTracesOnTime, tracesLate } from './counted-traces.ts'
import { readGraphsOfSummaries } from './graphs-of-summaries.ts'

export interface SlotsAsked {
  /** Half-open, of the times at which traces count: of those that came on time, and of the late ones. */
  readonly onTime: readonly Window[]
  readonly late: readonly Window[]
  /** Of slots of traces on time, read before. What has none here is not remembered. */
  readonly marks: ReadonlyMap<Micros, number>
  /** Of the traces in it; undefined: of all. */
  readonly group?: MapGroup | undefined
}

/** More maps of slots than this are not asked of the engine at once. */
const maxSlots = 60

const ownSlot = `intDiv(counted, ${slot}) * ${slot}`

/** The map of some ranges, in parts, from what is known of their slots, and from summaries. */
export async function readGraphOfSlots(
  connection: Connection,
  lane: Lane,
  { onTime, late, marks, group }: SlotsAsked,
  { names, slots: known }: Pick<KnownGraphs, 'names' | 'slots'>,
): Promise<readonly PackedGraph[]> {
  const found: PackedGraph[] = []
  const had: Window[] = []
  const missing: { readonly start: Micros; readonly marks: number }[] = []
  const slots = onTime.flatMap(slotsOf).slice(-maxSlots)
  for (const start of slots) {
    const marksHere = marks.get(start)
    if (marksHere === undefined) continue
    const graph = known.get(start, marksHere)
    if (graph === undefined) missing.push({ start, marks: marksHere })
    else {
      found.push(graph)
      had.push({ start, end: (start + slot) as Micros })
    }
  }
  const left = onTime.flatMap((range) => without(range, had))
  const few = left.length > 0 ? await fewTracesOnTime(connection, lane, left, group) : undefined
  const counted = await readGraphsOfSummaries(connection, lane, {
    traces: [
      ...(few === undefined ? [] : [{ ...few, at: `if(has({slots:Array(Int64)}, ${ownSlot}), ${ownSlot}, 0)` }]),
      ...(late.length > 0 ? [tracesLate(late, group)] : []),
    ],
    parameters: { slots: missing.map(({ start }) => start) },
  })
  const packed = new Map([...counted].map(([at, graph]) => [at, packGraph(graph, names)]))
  for (const { start, marks: before } of missing) known.put(start, before, packed.get(start) ?? emptyGraph)
  return [...found, ...packed.values()]
}

function slotsOf(range: Window): Micros[] {
  const whole = wholeSpans(range, slot)
  if (whole === undefined) return []
  const count = (whole.end - whole.start) / slot
  return Array.from({ length: count }, (_, i) => (whole.start + i * slot) as Micros)
}
