import type { CausePattern } from './cause-pattern.ts'
import type { Keyword } from './keywords.ts'
import type { EntityPattern } from './selector.ts'
import type { Span } from './span.ts'

export const operators = ['=', '!=', '<', '<=', '>', '>=', 'CONTAINS', 'BEGINSWITH', 'ENDSWITH'] as const
export type Operator = (typeof operators)[number]

export type CauseKind = 'fault' | 'error' | 'responsetime'
export type CauseLevel = 'service' | 'entity' | 'exception'

/** What is compared. Annotations of an edge say whose they are. */
export type Subject =
  | { readonly kind: 'keyword'; readonly keyword: Keyword }
  | { readonly kind: 'annotation'; readonly of: 'own' | 'source' | 'destination'; readonly key: string }
  | { readonly kind: 'group'; readonly by: 'name' | 'arn' }

export interface Comparison {
  readonly operator: Operator
  readonly value: string | number | boolean
  /** Of the value. */
  readonly at: Span
}

/** What was written, whether or not it means something where it stands. {@link check} says that. */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Expression[]; readonly at: Span }
  | { readonly kind: 'not'; readonly term: Expression; readonly at: Span }
  /** Without a comparison: is true, or is set. */
  | {
      readonly kind: 'test'
      readonly subject: Subject
      readonly comparison: Comparison | undefined
      readonly at: Span
    }
  | {
      readonly kind: 'service'
      readonly entity: EntityPattern
      readonly where: Expression | undefined
      readonly at: Span
    }
  | {
      readonly kind: 'edge'
      readonly from: EntityPattern
      readonly to: EntityPattern
      readonly where: Expression | undefined
      readonly at: Span
    }
  | {
      readonly kind: 'rootcause'
      readonly cause: CauseKind
      readonly level: CauseLevel
      readonly where: Expression | undefined
      readonly at: Span
    }
  | { readonly kind: 'rootcause.json'; readonly pattern: CausePattern; readonly at: Span }
