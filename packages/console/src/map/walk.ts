import type { MapGraph } from './graph.ts'
import type { Positions } from './place.ts'
import { type Point, slot } from './slots.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

/**
 * Where an arrow key leads from a node: right along an edge to whom it calls, left to who calls it (the nearest of them),
 * up and down to the next in its column. undefined: nowhere.
 */
export function walk(graph: MapGraph, positions: Positions, from: number, direction: Direction): number | undefined {
  const here = positions.get(from)
  if (here === undefined) return undefined
  const nearest = (ids: readonly number[], away: (point: Point) => number): number | undefined =>
    ids
      .flatMap((id) => {
        const point = positions.get(id)
        return point === undefined || id === from ? [] : [{ id, away: away(point) }]
      })
      .filter(({ away }) => Number.isFinite(away))
      .toSorted((a, b) => a.away - b.away || a.id - b.id)[0]?.id
  const distance = (point: Point) => Math.hypot(point.x - here.x, point.y - here.y)
  switch (direction) {
    case 'right':
      return nearest(
        graph.edges.filter((edge) => edge.from === from).map(({ to }) => to),
        distance,
      )
    case 'left':
      return nearest(
        graph.edges.filter(({ to }) => to === from).map((edge) => edge.from),
        distance,
      )
    default: {
      const sign = direction === 'down' ? 1 : -1
      return nearest(
        graph.nodes.map(({ id }) => id),
        (point) => {
          const ahead = (point.y - here.y) * sign
          const isInColumn = Math.abs(point.x - here.x) < slot.column / 2
          return isInColumn && ahead > 0 ? ahead : Number.POSITIVE_INFINITY
        },
      )
    }
  }
}

/** Where the keyboard enters the map: the first root's client, or what stands first. */
export function entrance(graph: MapGraph, positions: Positions): number | undefined {
  return graph.nodes
    .flatMap(({ id }) => {
      const point = positions.get(id)
      return point === undefined ? [] : [{ id, point }]
    })
    .toSorted((a, b) => a.point.x - b.point.x || a.point.y - b.point.y || a.id - b.id)[0]?.id
}
