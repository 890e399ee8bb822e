/** What the loader has done since it began. */
export interface LoaderCounters {
  readonly documents: number
  readonly files: number
  /** Assemblies, a trace each time. */
  readonly traces: number
  readonly summaries: number
  readonly quarantined: number
  /** Steps that had to be tried again. */
  readonly retries: number
  /** Traces that could not be assembled: a fault of ours. */
  readonly failures: number
  /** Time spent in each step, s. */
  readonly seconds: Readonly<Record<LoaderStep, number>>
}

/** The steps of a load in their order; `onStep` is called after each. */
export type LoaderStep = 'classified' | 'documents' | 'assembled' | 'summaries' | 'marks' | 'deleted'
