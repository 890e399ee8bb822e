import type { CauseKind } from './expression.ts'
import type { KeywordRow, Scope } from './keywords.ts'

/** Where a condition stands: what the braces around it are of. */
export interface Place {
  readonly scope: Scope
  /** Of a root cause's braces. */
  readonly cause?: CauseKind
}

export function mayStand(row: KeywordRow, { scope, cause }: Place): boolean {
  return row.scopes.includes(scope) && (row.cause === undefined || row.cause === cause)
}
