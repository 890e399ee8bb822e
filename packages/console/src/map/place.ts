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
  let waiting = graph.nodes.filter(({ id }) => !placed.has(id)).map(({ id }) => id)
  if (waiting.length === 0) return positions
  while (waiting.length > 0) {
    // Who knows a neighbour goes first, so that a chain of newcomers grows from what is there.
    const [next = 0] = waiting.filter((id) => neighboursOf(graph, id, placed).all.length > 0).concat(waiting)
    placed.set(next, placeOf(graph, next, placed))
    waiting = waiting.filter((id) => id !== next)
  }
  return placed
}

function placeOf(graph: MapGraph, id: number, placed: Positions): Point {
  const { callers, callees, all } = neighboursOf(graph, id, placed)
  const everyone = [...placed.values()]
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
function freeInColumn(x: number, wanted: number, others: readonly Point[]): Point {
  const isFree = (y: number) => others.every((other) => !touch({ x, y }, other))
  const candidates = [
    wanted,
    ...others
      .filter((other) => Math.abs(other.x - x) < slot.width)
      .flatMap((other) => [other.y - slot.height, other.y + slot.height]),
  ]
  const [best = wanted] = candidates
    .filter(isFree)
    .toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b)
  return { x, y: best }
}

/** Columns are where nodes stand already. */
function columnNear(x: number, others: readonly Point[]): number {
  const near = others.map((other) => other.x).filter((column) => Math.abs(column - x) <= slot.column / 2)
  return near.toSorted((a, b) => Math.abs(a - x) - Math.abs(b - x) || a - b)[0] ?? x
}

function neighboursOf({ edges }: MapGraph, id: number, placed: Positions) {
  const at = (other: number): readonly Point[] => {
    const point = placed.get(other)
    return point === undefined || other === id ? [] : [point]
  }
  const callers = edges.filter(({ to }) => to === id).flatMap(({ from }) => at(from))
  const callees = edges.filter(({ from }) => from === id).flatMap(({ to }) => at(to))
  return { callers, callees, all: [...callers, ...callees] }
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
