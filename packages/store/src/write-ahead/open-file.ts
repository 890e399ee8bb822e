import { type FileHandle, open, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { FileIndex } from './file-index.ts'
import type { Chunk } from './pending.ts'

/** Makes the names in a directory durable. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The file that is being written. After a failed write or sync it takes no more: what the disk holds is unknown then. */
export class OpenFile {
  readonly path: string
  readonly sequence: number
  /** The durable records; these alone count. */
  readonly index = new FileIndex()
  readonly #handle: FileHandle
  #failed = false

  constructor(path: string, sequence: number, handle: FileHandle) {
    this.path = path
    this.sequence = sequence
    this.#handle = handle
  }

  static async create(path: string, sequence: number): Promise<OpenFile> {
    const handle = await open(path, 'ax')
    try {
      await syncDirectory(dirname(path))
    } catch (error) {
      await handle.close()
      await unlink(path)
      throw error
    }
    return new OpenFile(path, sequence, handle)
  }

  get failed(): boolean {
    return this.#failed
  }

  /** Resolves when the chunks are on disk. */
  async append(chunks: readonly Chunk[]): Promise<void> {
    if (this.#failed) throw new Error(`${this.path} failed before`)
    try {
      for (const chunk of chunks) await this.#write(chunk.buffer.subarray(0, chunk.length))
      await this.#handle.datasync()
    } catch (error) {
      this.#failed = true
      throw error
    }
    for (const chunk of chunks) {
      const base = this.index.bytes
      for (const [at, end] of chunk.ends.entries()) {
        const traceId = chunk.traceIds[at]
        const received = chunk.received[at]
        if (traceId !== undefined && received !== undefined) this.index.add(traceId, base + end, received)
      }
    }
  }

  /** Leaves the durable records and nothing behind them, as far as the disk still obeys. */
  async close(): Promise<void> {
    try {
      if (this.#failed) {
        await this.#handle.truncate(this.index.bytes)
        await this.#handle.datasync()
      }
    } finally {
      await this.#handle.close()
    }
  }

  async #write(bytes: Buffer): Promise<void> {
    let written = 0
    while (written < bytes.length) {
      const { bytesWritten } = await this.#handle.write(bytes, written, bytes.length - written, null)
      written += bytesWritten
    }
  }
}
