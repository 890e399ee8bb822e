import type { Entity } from '@roentgen/trace'
import type { Span } from './span.ts'

/** What is asked of an entity; an absent part may be anything. */
export type EntityPattern = Partial<Entity>

/** X-Ray's EntitySelectorExpression: which nodes, or which edges. */
export type EntitySelector =
  | { readonly kind: 'service'; readonly entity: EntityPattern; readonly at: Span }
  | { readonly kind: 'edge'; readonly from: EntityPattern; readonly to: EntityPattern; readonly at: Span }

export function isAny({ name, type, account }: EntityPattern): boolean {
  return name === undefined && type === undefined && account === undefined
}

export function fits({ name, type, account }: EntityPattern, entity: Entity): boolean {
  return (
    (name ?? entity.name) === entity.name &&
    (type ?? entity.type) === entity.type &&
    (account ?? entity.account) === entity.account
  )
}

/**
 * What a pattern asks of the service that a client calls, where the pattern is to fit the client: a client has the name
 * and the account of its service. undefined: it fits no client.
 */
export function asClientOf({ type, ...pattern }: EntityPattern): EntityPattern | undefined {
  return type === undefined || type === 'client' ? pattern : undefined
}
