import type { Operator, Subject } from './expression.ts'
import type { Place } from './place.ts'
import type { EntityPattern } from './selector.ts'

/** Something that may stand at a place of an expression: what completions are made from. */
export type Hint =
  | { readonly kind: 'condition'; readonly place: Place }
  | { readonly kind: 'connective' }
  | { readonly kind: 'operator'; readonly subject: Subject }
  | { readonly kind: 'value'; readonly subject: Subject; readonly operator: Operator }
  | { readonly kind: 'annotation key' }
  | { readonly kind: 'entity' }
  | { readonly kind: 'part' }
  | { readonly kind: 'part value'; readonly part: keyof EntityPattern }
  | { readonly kind: 'sign'; readonly text: string }
