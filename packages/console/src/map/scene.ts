import type { MapGraph } from './graph.ts'
import type { Layout } from './layout.ts'
import { freeNear, type Positions, placeNewcomers } from './place.ts'
import type { Point } from './slots.ts'

/** The way of an edge, as the layout found it for these places of its ends. */
interface Route {
  readonly points: readonly Point[]
  readonly from: Point
  readonly to: Point
}

/** Where everything stands in one view of the map. It belongs to the view: no answer of the server changes it. */
export interface Scene {
  readonly positions: Positions
  readonly routes: ReadonlyMap<string, Route>
}

/** A scene from scratch. What was placed by hand stands there, and who would touch it makes room. */
export function sceneOf(graph: MapGraph, layout: Layout, byHand: Positions): Scene {
  const laid: Positions = new Map(layout.positions)
  const positions = new Map([...byHand].filter(([id]) => laid.has(id)))
  for (const [id, point] of laid)
    if (!positions.has(id)) positions.set(id, positions.size === 0 ? point : freeNear(point, [...positions.values()]))
  const routes = layout.routes.flatMap(([id, points]): readonly (readonly [string, Route])[] => {
    const edge = graph.edge.get(id)
    const [from, to] = edge === undefined ? [] : [laid.get(edge.from), laid.get(edge.to)]
    return from === undefined || to === undefined ? [] : [[id, { points, from, to }]]
  })
  return { positions, routes: new Map(routes) }
}

/** The scene with a place for each node of the graph; the same scene where all have one. */
export function withNewcomers(scene: Scene, graph: MapGraph): Scene {
  const positions = placeNewcomers(scene.positions, graph)
  return positions === scene.positions ? scene : { ...scene, positions }
}

export function withNodeAt(scene: Scene, id: number, point: Point): Scene {
  return { ...scene, positions: new Map(scene.positions).set(id, point) }
}

/** The places of all others: none of them may be touched. */
export function withNodeNear(scene: Scene, id: number, wanted: Point): Scene {
  const others = [...scene.positions].filter(([other]) => other !== id).map(([, point]) => point)
  return withNodeAt(scene, id, freeNear({ x: Math.round(wanted.x), y: Math.round(wanted.y) }, others))
}

/** The points of an edge's route, as long as both of its ends stand where they stood when it was found. */
export function routeOf({ routes, positions }: Scene, edge: { readonly id: string; from: number; to: number }) {
  const route = routes.get(edge.id)
  if (route === undefined) return undefined
  const isAt = (id: number, { x, y }: Point) => positions.get(id)?.x === x && positions.get(id)?.y === y
  return isAt(edge.from, route.from) && isAt(edge.to, route.to) ? route.points : undefined
}

/** On the way from one scene to another: 0 is the first, 1 the second. Who is in one alone stands still. */
export function between(before: Positions, after: Positions, share: number): Positions {
  const eased = 1 - (1 - share) ** 3
  return new Map(
    [...after].map(([id, to]) => {
      const from = before.get(id) ?? to
      return [id, { x: from.x + (to.x - from.x) * eased, y: from.y + (to.y - from.y) * eased }]
    }),
  )
}
