import type { Micros, TraceId } from '@roentgen/trace'
import type { AcknowledgedDocument } from '../acknowledged.ts'
import { recordBound, writeRecord } from './record.ts'

/** Records that are written by one call, and the appends that wait for them. */
export interface Chunk {
  readonly buffer: Buffer
  length: number
  readonly traceIds: TraceId[]
  readonly received: Micros[]
  /** Offsets in `buffer` behind each record. */
  readonly ends: number[]
  readonly appends: Append[]
  /** Its first record belongs to an append that began in the chunk before. */
  readonly continues: boolean
}

interface Append {
  /** Chunks that hold its records and are not durable yet. */
  chunks: number
  resolve(): void
  reject(reason: Error): void
}

/** Buffers kept for the next records instead of being given back: two in flight, two filling. */
const keptBuffers = 4

/** Encoded records that wait for their turn to be written, in order. */
export class Pending {
  readonly #chunkBytes: number
  readonly #chunks: Chunk[] = []
  readonly #buffers: Buffer[] = []
  #bytes = 0

  constructor(chunkBytes: number) {
    this.#chunkBytes = chunkBytes
  }

  /** Of all records that wait. */
  get bytes(): number {
    return this.#bytes
  }

  /** Encodes the documents now; `done` settles when all of them are durable or one is not. `bytes` is what they take. */
  add(server: number, documents: readonly AcknowledgedDocument[]): { bytes: number; done: Promise<void> } {
    let bytes = 0
    const done = new Promise<void>((resolve, reject) => {
      const append: Append = { chunks: 0, resolve, reject }
      let chunk: Chunk | undefined
      let bound = 0
      for (const document of documents) bound += recordBound(document)
      for (const document of documents) {
        // An append that needs several chunks begins in one of its own, so that no two of them hang together.
        const wanted = chunk === undefined ? Math.min(bound, this.#chunkBytes) : 0
        const last = this.#chunkFor(wanted, recordBound(document), chunk !== undefined)
        if (last !== chunk) {
          chunk = last
          append.chunks += 1
          chunk.appends.push(append)
        }
        const end = writeRecord(chunk.buffer, chunk.length, server, document)
        bytes += end - chunk.length
        this.#bytes += end - chunk.length
        chunk.length = end
        chunk.ends.push(end)
        chunk.traceIds.push(document.traceId)
        chunk.received.push(document.received)
      }
      if (append.chunks === 0) resolve()
    })
    return { bytes, done }
  }

  /** The oldest chunks, up to `bytes` but at least one append if there is any; never a part of an append. */
  take(bytes: number): Chunk[] {
    let count = 0
    let sum = 0
    for (const chunk of this.#chunks) {
      sum += chunk.length
      if (count > 0 && sum > bytes && !chunk.continues) break
      count += 1
    }
    const taken = this.#chunks.splice(0, count)
    for (const { length } of taken) this.#bytes -= length
    return taken
  }

  /** The records of these chunks are durable. */
  fulfil(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) {
      for (const append of chunk.appends) {
        append.chunks -= 1
        if (append.chunks === 0) append.resolve()
      }
    }
    this.#keep(chunks)
  }

  /** The records of these chunks may be lost. */
  refuse(chunks: readonly Chunk[], reason: Error): void {
    for (const chunk of chunks) {
      for (const append of chunk.appends) append.reject(reason)
    }
    this.#keep(chunks)
  }

  #keep(chunks: readonly Chunk[]): void {
    for (const { buffer } of chunks) {
      if (buffer.length === this.#chunkBytes && this.#buffers.length < keptBuffers) this.#buffers.push(buffer)
    }
  }

  #chunkFor(wanted: number, bound: number, continues: boolean): Chunk {
    const last = this.#chunks.at(-1)
    if (last !== undefined && last.length + Math.max(wanted, bound) <= last.buffer.length) return last
    const buffer =
      bound > this.#chunkBytes
        ? Buffer.allocUnsafeSlow(bound)
        : (this.#buffers.pop() ?? Buffer.allocUnsafeSlow(this.#chunkBytes))
    const chunk: Chunk = { buffer, length: 0, traceIds: [], received: [], ends: [], appends: [], continues }
    this.#chunks.push(chunk)
    return chunk
  }
}
