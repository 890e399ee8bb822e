import type { Micros, TraceSummary } from '@roentgen/trace'
import type { ActiveTraces } from '../active-traces.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store.ts'
import type { WriteAhead } from '../write-ahead/write-ahead.ts'
import type { LoaderStep } from './counters.ts'

export interface LoaderOptions {
  readonly store: Store
  readonly writeAhead: WriteAhead
  readonly active: ActiveTraces
  /** This server's number where others write into the same store. */
  readonly sharedAs?: number | undefined
  /** Where documents go that the engine refuses. */
  readonly quarantineDir: string
  readonly log?: Log
  /** A file is closed and loaded after so long, full or not; 200 ms. Loads that take long rest longer: pace.ts. */
  readonly interval?: number
  /** Files are taken together up to this size, and what loads in less than a second; 16 MiB. */
  readonly batchBytes?: number
  /** Called after each step of each batch and awaited: tests stop the process there. */
  readonly onStep?: (step: LoaderStep) => void | Promise<void>
  /** Called with the receipts of documents of one trace once lists and maps have them. */
  readonly onListed?: (received: readonly Micros[]) => void
  /** Called with each summary that was made and its key, before lists have it; again where a step is tried again. */
  readonly onSummarized?: (key: Micros, summary: TraceSummary) => void
  /** Called when lists and maps have all summaries of which {@link onSummarized} was told. */
  readonly onLoaded?: () => void
  /** Called with each refused line and the engine's words. */
  readonly onQuarantined?: (line: Buffer, reason: string) => void
}
