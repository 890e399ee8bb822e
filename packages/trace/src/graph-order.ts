import { compareText } from './content-order.ts'
import type { Entity } from './digest.ts'
import type { GraphEdge, GraphNode } from './graph.ts'

/** The order of nodes in every map: by entity. */
export function byEntity(a: Pick<GraphNode, 'entity'>, b: Pick<GraphNode, 'entity'>): number {
  return compareEntities(a.entity, b.entity)
}

type EdgeName = Pick<GraphEdge, 'from' | 'to' | 'type'>

/** The order of edges in every map: by caller, callee and type; a client's edges first. */
export function byCallerAndCallee(a: EdgeName, b: EdgeName): number {
  return compareEntities(a.from, b.from) || compareEntities(a.to, b.to) || compareText(a.type, b.type)
}

/** A text that two entities share only when they are the same, whatever characters their names hold. */
export function entityKey({ name, type, account }: Entity): string {
  return `${name.length} ${type.length} ${name}${type}${account}`
}

/** The client (undefined) before every service. */
function compareEntities(a: Entity | undefined, b: Entity | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  return compareText(a.name, b.name) || compareText(a.type, b.type) || compareText(a.account, b.account)
}
