import { statfs } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '@roentgen/store'
import type { Bytes } from '@roentgen/trace'
import { sizeText } from '../size-text.ts'

export interface DiskWatchOptions {
  /** A folder on the disk in question. */
  readonly directory: string
  /** Below it nothing is accepted; 0: never mind. */
  readonly minFree: Bytes
  readonly log: Log
  /** Bytes that an ordinary user may still write there; the file system's own answer. */
  readonly free?: (directory: string) => Promise<Bytes>
  /** ms between two looks; 1,000. */
  readonly interval?: number
}

/** Once too little was free, a twentieth more must be before anything is accepted again. */
const easing = 1.05

/** Knows whether the disk has room for what would be accepted. */
export class DiskWatch implements AsyncDisposable {
  readonly #options: DiskWatchOptions
  readonly #closing = new AbortController()
  #free: Bytes | undefined
  #isLow = false
  #running: Promise<void> = Promise.resolve()

  private constructor(options: DiskWatchOptions) {
    this.#options = options
  }

  /** Has looked once when it resolves. */
  static async start(options: DiskWatchOptions): Promise<DiskWatch> {
    const watch = new DiskWatch(options)
    await watch.look()
    watch.#running = watch.#run()
    return watch
  }

  /** Undefined where the system does not say. */
  get free(): Bytes | undefined {
    return this.#free
  }

  /** A sentence, while there is too little room; undefined while there is enough. */
  get problem(): string | undefined {
    if (!this.#isLow) return undefined
    const { directory, minFree } = this.#options
    if (this.#free === undefined || this.#free >= minFree)
      return `The disk of ${directory} is full: a write failed for want of room.`
    return `The disk of ${directory} has ${sizeText(this.#free)} free, and ${sizeText(minFree)} are to stay free (--min-free).`
  }

  async look(): Promise<void> {
    const { directory, minFree, free = freeBytes, log } = this.#options
    try {
      this.#free = await free(directory)
    } catch (error) {
      // Unknown is no reason to refuse: a write that fails is.
      log('debug', 'The free space of the disk is not known', { directory, reason: String(error) })
      this.#free = undefined
    }
    this.#set(this.#free !== undefined && this.#free < minFree * (this.#isLow ? easing : 1))
  }

  /** A write failed for want of room: until the next look there is none. */
  wasFull(): void {
    this.#set(true)
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#running
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    const rest = () => sleep(this.#options.interval ?? 1000, undefined, { signal }).catch(() => {})
    for (await rest(); !signal.aborted; await rest()) await this.look()
  }

  #set(isLow: boolean): void {
    if (isLow === this.#isLow) return
    this.#isLow = isLow
    const { log, directory, minFree } = this.#options
    const fields = { directory, free: this.#free, minFree }
    if (isLow) log('error', 'The disk has too little room: nothing more is accepted until it has', fields)
    else log('info', 'The disk has room again: segments are accepted', fields)
  }
}

/** Whether a write failed because there was no room for it. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) return true
  return isDiskFull(error.cause)
}

async function freeBytes(directory: string): Promise<Bytes> {
  const { bavail, bsize } = await statfs(directory)
  return (bavail * bsize) as Bytes
}
