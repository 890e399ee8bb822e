import type { Span } from './span.ts'

/** What is asked of an entity; an absent part may be anything. */
export interface EntityPattern {
  readonly name?: string
  readonly type?: string
  readonly account?: string
}

/** X-Ray's EntitySelectorExpression: which nodes, or which edges. */
export type EntitySelector =
  | { readonly kind: 'service'; readonly entity: EntityPattern; readonly at: Span }
  | { readonly kind: 'edge'; readonly from: EntityPattern; readonly to: EntityPattern; readonly at: Span }
