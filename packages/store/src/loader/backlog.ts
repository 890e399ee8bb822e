import type { WriteAhead } from '../write-ahead/write-ahead.ts'
import type { WriteAheadFile } from '../write-ahead/write-ahead-file.ts'
import { nextFiles } from './batch.ts'
import { DatagramBound } from './datagram-bound.ts'
import type { DeferredTraces } from './deferred.ts'
import { LoadRate } from './load-rate.ts'

/** The closed files that are to be loaded, and how many of them one load takes. */
export class Backlog {
  readonly #writeAhead: WriteAhead
  readonly #deferred: DeferredTraces
  readonly #batchBytes: number
  readonly #rate = new LoadRate()
  readonly #datagrams = new DatagramBound()

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

  /** `load` takes these files. */
  async take(files: readonly WriteAheadFile[], load: () => Promise<void>): Promise<void> {
    const bytes = bytesOf(files)
    const began = performance.now()
    const watch = setInterval(() => {
      this.#datagrams.goesOn(performance.now() - began)
      this.#writeAhead.limitUdp(this.#datagrams.bytes)
    }, 1_000).unref()
    try {
      await load()
    } finally {
      clearInterval(watch)
    }
    this.#rate.took(bytes, performance.now() - began)
    this.#limit(bytes)
  }

  /** A load has to wait: the engine refuses it. */
  failed(): void {
    this.#datagrams.failed(performance.now())
    this.#writeAhead.limitUdp(this.#datagrams.bytes)
  }

  /** Nothing is loaded yet, and files of an earlier process may wait. */
  begin(): void {
    this.#limit(0)
  }

  /** Lists and maps must not fall behind: who can wait does. Files that stay for a trace at rest are loaded already. */
  #limit(loaded: number): void {
    const resting = bytesOf(this.#writeAhead.closedFiles()) - bytesOf(this.#waiting())
    this.#writeAhead.limitHttp(resting + this.#rate.backlogBytes)
    this.#datagrams.loaded(loaded, { used: this.#writeAhead.usedBytes, wanted: resting + this.#rate.burstBytes })
    this.#writeAhead.limitUdp(this.#datagrams.bytes)
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
