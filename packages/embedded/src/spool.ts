import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Files for the bodies of INSERT statements, each as long-lived as its request. They never need to outlive the process:
 * an INSERT that was not answered is sent again.
 */
export class Spool {
  readonly directory: string
  #last = 0

  private constructor(directory: string) {
    this.directory = directory
  }

  /** Makes the directory and removes what a killed process left in it. */
  static async open(directory: string): Promise<Spool> {
    await mkdir(directory, { recursive: true })
    for (const leftover of await readdir(directory))
      await rm(join(directory, leftover), { recursive: true, force: true })
    return new Spool(directory)
  }

  /** Writes the stream to a file of its own, lends it to the work and removes it, whatever happens. */
  async lend<T>(source: Readable, work: (file: string, bytes: number) => Promise<T>): Promise<T> {
    this.#last += 1
    const file = `insert-${this.#last}`
    const path = join(this.directory, file)
    try {
      await pipeline(source, createWriteStream(path))
      const { size } = await stat(path)
      return await work(file, size)
    } finally {
      await rm(path, { force: true })
    }
  }
}
