import type { Entity } from '@roentgen/trace'
import type { Span } from './span.ts'

/** What is asked of an entity; an absent part may be anything. */
export type EntityPattern = Partial<Entity>

/** X-Ray's EntitySelectorExpression: which nodes, or which edges. */
export type EntitySelector =
  | { readonly kind: 'service'; readonly entity: EntityPattern; readonly at: Span }
  | { readonly kind: 'edge'; readonly from: EntityPattern; readonly to: EntityPattern; readonly at: Span }
