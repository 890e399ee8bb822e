import { graphOf, type MapEdge, type MapGraph, type MapNode } from './graph.ts'

const requests = { total: 100, ok: 97, error: 0, throttle: 0, fault: 3, seconds: 5 }

export function anyNode(id: number, changes: Partial<MapNode> = {}): MapNode {
  return {
    id,
    name: `service-${id}`,
    type: 'AWS::ECS::Container',
    account: undefined,
    kind: 'service',
    isRoot: false,
    requests,
    buckets: [],
    ...changes,
  }
}

export function edgeBetween(from: number, to: number, changes: Partial<MapEdge> = {}): MapEdge {
  return { id: `${from}-${to}`, from, to, isLink: false, requests, buckets: [], ...changes }
}

/** 1 calls 2 calls 3 … */
export function chain(length: number): MapGraph {
  const ids = Array.from({ length }, (_, index) => index + 1)
  return graphOf(
    ids.map((id) => anyNode(id)),
    ids.slice(1).map((id) => edgeBetween(id - 1, id)),
    0,
  )
}

/** Services that each have one to three callers among those before them, nearer ones more often. */
export function shopLike(count: number): MapGraph {
  const ids = Array.from({ length: count }, (_, index) => index + 1)
  const edges = ids.slice(1).flatMap((id) => {
    const callers = new Set([1, 7, 13].slice(0, 1 + (id % 3)).map((step) => Math.max(1, Math.floor((id * 0.6) / step))))
    return [...callers].map((caller) => edgeBetween(caller, id))
  })
  return graphOf(
    ids.map((id) => anyNode(id)),
    edges,
    0,
  )
}
