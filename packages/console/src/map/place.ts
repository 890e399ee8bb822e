import type { MapGraph } from './graph.ts'
import { type Point, slot, touch } from './slots.ts'

export type Positions = ReadonlyMap<number, Point>

/**
 * The positions with a place for each node of the graph that has none; those that are there stay. A newcomer stands one
 * column after its callers, else one before whom it calls, at the free height nearest to its neighbours. Depends on
 * nothing but its arguments.
 */
export function placeNewcomers(positions: Positions, graph: MapGraph): Positions {
  const placed = new Map(positions)
  const adjacent = neighbourhoods(graph)
  const waiting = new Set(graph.nodes.filter(({ id }) => !placed.has(id)).map(({ id }) => id))
  if (waiting.size === 0) return positions
  while (waiting.size > 0) {
    const next = firstWithNeighbour(waiting, adjacent, placed)
    placed.set(next, placeOf(neighboursAt(adjacent, next, placed), placed))
    waiting.delete(next)
  }
  return placed
}

/** Who knows a neighbour goes first, so that a chain of newcomers grows from what is there. */
function firstWithNeighbour(waiting: ReadonlySet<number>, adjacent: Neighbourhoods, placed: Positions): number {
  let first: number | undefined
  for (const id of waiting) {
    first ??= id
    const { callers = [], callees = [] } = adjacent.get(id) ?? {}
    if (callers.some((other) => placed.has(other)) || callees.some((other) => placed.has(other))) return id
  }
  return first ?? 0
}

interface Neighbours {
  readonly callers: readonly Point[]
  readonly callees: readonly Point[]
}

function placeOf({ callers, callees }: Neighbours, placed: Positions): Point {
  const everyone = [...placed.values()]
  const all = [...callers, ...callees]
  if (all.length === 0) {
    const x = everyone.length === 0 ? 0 : Math.min(...everyone.map((point) => point.x))
    return freeInColumn(x, everyone.length === 0 ? 0 : Math.max(...everyone.map((point) => point.y)), everyone)
  }
  const x =
    callers.length > 0
      ? Math.max(...callers.map((point) => point.x)) + slot.column
      : Math.min(...callees.map((point) => point.x)) - slot.column
  const y = all.reduce((sum, point) => sum + point.y, 0) / all.length
  return freeInColumn(columnNear(x, everyone), Math.round(y), everyone)
}

/** The place nearest to the wanted one, above or below it, that touches nobody. */
function freeInColumn(x: number, wanted: number, everyone: readonly Point[]): Point {
  const others = everyone.filter((other) => Math.abs(other.x - x) < slot.width)
  const isFree = (y: number) => others.every((other) => !touch({ x, y }, other))
  const candidates = [wanted, ...others.flatMap((other) => [other.y - slot.height, other.y + slot.height])]
  const [best = wanted] = candidates
    .toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b)
    .filter(isFree)
  return { x, y: best }
}

/** Columns are where nodes stand already. */
function columnNear(x: number, others: readonly Point[]): number {
  const near = others.map((other) => other.x).filter((column) => Math.abs(column - x) <= slot.column / 2)
  return near.toSorted((a, b) => Math.abs(a - x) - Math.abs(b - x) || a - b)[0] ?? x
}

type Neighbourhoods = ReadonlyMap<number, { readonly callers: readonly number[]; readonly callees: readonly number[] }>

function neighbourhoods({ nodes, edges }: MapGraph): Neighbourhoods {
  const found = new Map(nodes.map(({ id }) => [id, { callers: [] as number[], callees: [] as number[] }]))
  for (const { from, to } of edges) {
    if (from === to) continue
    found.get(from)?.callees.push(to)
    found.get(to)?.callers.push(from)
  }
  return found
}

function neighboursAt(adjacent: Neighbourhoods, id: number, placed: Positions): Neighbours {
  const at = (other: number): readonly Point[] => {
    const point = placed.get(other)
    return point === undefined ? [] : [point]
  }
  const { callers = [], callees = [] } = adjacent.get(id) ?? {}
  return { callers: callers.flatMap(at), callees: callees.flatMap(at) }
}

/** The place nearest to a wanted one, in any direction, that touches none of the others. */
export function freeNear(wanted: Point, others: readonly Point[]): Point {
  const isFree = (point: Point) => others.every((other) => !touch(point, other))
  if (isFree(wanted)) return wanted
  // The nearest free place touches a neighbour's room, in one direction or in two.
  const xs = [wanted.x, ...others.flatMap(({ x }) => [x - slot.width, x + slot.width])]
  const ys = [wanted.y, ...others.flatMap(({ y }) => [y - slot.height, y + slot.height])]
  const distance = (point: Point) => Math.hypot(point.x - wanted.x, point.y - wanted.y)
  let best: Point | undefined
  for (const x of xs)
    for (const y of ys) {
      const point = { x, y }
      if ((best === undefined || distance(point) < distance(best)) && isFree(point)) best = point
    }
  return best ?? wanted
}
