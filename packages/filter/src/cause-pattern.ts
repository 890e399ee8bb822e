/**
 * What `rootcause.json` asks of a root cause, in the shape in which GetTraceSummaries gives one. Each field that is there
 * must be equal, and each list as long; undefined is anything.
 */
export interface CausePattern {
  readonly clientImpacting: boolean | undefined
  readonly services: readonly CauseServicePattern[] | undefined
}

export interface CauseServicePattern {
  readonly name: string | undefined
  readonly type: string | undefined
  readonly account: string | undefined
  readonly inferred: boolean | undefined
  readonly path: readonly CauseEntityPattern[] | undefined
}

export interface CauseEntityPattern {
  readonly name: string | undefined
  readonly remote: boolean | undefined
  readonly coverage: number | undefined
  readonly exceptions: readonly CauseExceptionPattern[] | undefined
}

export interface CauseExceptionPattern {
  readonly name: string | undefined
  readonly message: string | undefined
}
