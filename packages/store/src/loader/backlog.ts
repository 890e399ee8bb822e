import type { WriteAhead } from '../write-ahead/write-ahead.ts'
import type { WriteAheadFile } from '../write-ahead/write-ahead-file.ts'
import { nextFiles } from './batch.ts'
import type { DeferredTraces } from './deferred.ts'
import { LoadRate } from './load-rate.ts'

/** The closed files that are to be loaded, and how many of them one load takes. */
export class Backlog {
  readonly #writeAhead: WriteAhead
  readonly #deferred: DeferredTraces
  readonly #batchBytes: number
  readonly #rate = new LoadRate()

  constructor(writeAhead: WriteAhead, deferred: DeferredTraces, batchBytes: number) {
    this.#writeAhead = writeAhead
    this.#deferred = deferred
    this.#batchBytes = batchBytes
  }

  /** What the next load takes, oldest first. */
  next(): WriteAheadFile[] {
    return nextFiles(this.#waiting(), this.#bytesOfLoad())
  }

  /** As much waits as one load takes: then resting saves nothing. */
  get isFull(): boolean {
    return bytesOf(this.#waiting()) >= this.#bytesOfLoad()
  }

  /** These files were loaded in so many milliseconds. */
  took(files: readonly WriteAheadFile[], milliseconds: number): void {
    this.#rate.took(bytesOf(files), milliseconds)
  }

  /** Lists and maps must not fall behind: who can wait does. Files that stay for a trace at rest are loaded already. */
  limit(): void {
    const resting = bytesOf(this.#writeAhead.closedFiles()) - bytesOf(this.#waiting())
    this.#writeAhead.limitHttp(resting + this.#rate.backlogBytes)
  }

  #waiting(): WriteAheadFile[] {
    return this.#writeAhead.closedFiles().filter((file) => !this.#deferred.holds(file))
  }

  #bytesOfLoad(): number {
    return Math.min(this.#batchBytes, this.#rate.batchBytes)
  }
}

function bytesOf(files: readonly WriteAheadFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}
