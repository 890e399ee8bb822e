import type { CausePattern } from './cause-pattern.ts'
import type { CauseKind, CauseLevel } from './expression.ts'
import type { Keyword, Scope } from './keywords.ts'
import type { EntityPattern } from './selector.ts'

export type Order = '=' | '!=' | '<' | '<=' | '>' | '>='
export type TextOperator = '=' | '!=' | 'CONTAINS' | 'BEGINSWITH' | 'ENDSWITH'

/** What is asked of one value. An absent value passes no test. */
export type ValueTest =
  /** Of a boolean of a trace or an element: it is true. Of an annotation: it is there, and not false. */
  | { readonly type: 'set' }
  | { readonly type: 'boolean'; readonly value: boolean }
  /** Times are whole microseconds. */
  | { readonly type: 'number'; readonly operator: Order; readonly value: number }
  | { readonly type: 'text'; readonly operator: TextOperator; readonly value: string }

/**
 * What an expression means, checked: every reading of it (a predicate, SQL) is total on this. Each condition holds or
 * does not, there is no third. Groups are in it as their own conditions.
 */
export type Condition =
  /** Of no terms: `and` holds, `or` does not. */
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Condition[] }
  | { readonly kind: 'not'; readonly term: Condition }
  | { readonly kind: 'keyword'; readonly keyword: Keyword; readonly scope: Scope; readonly test: ValueTest }
  /** trace: of any segment. segment: of the one in whose braces it stands. source, destination: of the edge's ends. */
  | {
      readonly kind: 'annotation'
      readonly of: 'trace' | 'segment' | 'source' | 'destination'
      readonly key: string
      readonly test: ValueTest
    }
  /** One segment fits the entity and the condition. */
  | { readonly kind: 'service'; readonly entity: EntityPattern; readonly where: Condition | undefined }
  | {
      readonly kind: 'edge'
      readonly from: EntityPattern
      readonly to: EntityPattern
      readonly where: Condition | undefined
    }
  | {
      readonly kind: 'rootcause'
      readonly cause: CauseKind
      readonly level: CauseLevel
      readonly where: Condition | undefined
    }
  | { readonly kind: 'rootcause.json'; readonly pattern: CausePattern }
