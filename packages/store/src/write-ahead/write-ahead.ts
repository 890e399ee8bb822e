import { mkdir, open, readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Micros, TraceId } from '@roentgen/trace'
import type { AcknowledgedDocument } from '../acknowledged.ts'
import { errors, StoreError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { FileIndex } from './file-index.ts'
import { findDocuments, type IndexedFile } from './find-documents.ts'
import { readLines } from './lines.ts'
import { isMissing } from './missing.ts'
import { OpenFile } from './open-file.ts'
import { type Chunk, Pending } from './pending.ts'
import { decodeRecord, type WriteAheadRecord } from './record.ts'
import { recoverFile } from './recover.ts'
import { Room } from './room.ts'
import { SyncPace } from './sync-pace.ts'
import type { KeptFile, WriteAheadFile } from './write-ahead-file.ts'
import type { WriteAheadOptions } from './write-ahead-options.ts'

const fileName = /^(\d{16})\.tsv$/
const largestChunk = 512 * 1024

/**
 * The files that hold acknowledged documents until they are in the store.
 * Appends share writes and syncs: those that come while one is on its way go together with the next.
 */
export class WriteAhead implements AsyncDisposable {
  readonly #dir: string
  readonly #server: number
  readonly #maxFileBytes: number
  readonly #log: Log
  readonly #now: () => number
  readonly #room: Room
  readonly #pending: Pending
  readonly #kept = new Map<string, KeptFile>()
  readonly #listeners = new Set<(file: WriteAheadFile) => void>()
  #current: OpenFile | undefined
  #sequence = 0
  readonly #rotations: (() => void)[] = []
  readonly #pace = new SyncPace()
  #working = false
  #closing: Promise<void> | undefined

  private constructor(options: WriteAheadOptions) {
    this.#dir = options.dir
    this.#server = options.server
    this.#maxFileBytes = options.maxFileBytes ?? 4 * 1024 * 1024
    this.#log = options.log ?? (() => {})
    this.#now = options.now ?? Date.now
    this.#room = new Room(options.room ?? 1024 ** 3, options.unwrittenRoom ?? 64 * 1024 ** 2, options.httpRoom)
    this.#pending = new Pending(Math.min(largestChunk, this.#maxFileBytes))
  }

  /** Opens the directory and recovers the files that an earlier process left; they are the first of closedFiles(). */
  static async open(options: WriteAheadOptions): Promise<WriteAhead> {
    const writeAhead = new WriteAhead(options)
    await mkdir(options.dir, { recursive: true })
    await writeAhead.#recover()
    return writeAhead
  }

  /**
   * Resolves when all the documents are on disk: only then may they be acknowledged.
   * Rejects with WriteAheadFailed when none of them is.
   */
  append(documents: readonly AcknowledgedDocument[]): Promise<void> {
    if (this.#closing !== undefined) return Promise.reject(closed())
    const { bytes, done } = this.#pending.add(this.#server, documents)
    this.#room.take(bytes)
    if (this.#pending.bytes >= largestChunk) this.#pace.hurry()
    this.#work()
    return done
  }

  /** Whether `bytes` more may come. The last tenth of the room is kept for UDP. */
  hasRoom(bytes: number, source: 'http' | 'udp'): boolean {
    return this.#room.has(bytes, source)
  }

  /** True as soon as there is room over HTTP, first come first served; false when time is up, `signal` aborts or this closes. */
  waitForRoom(bytes: number, milliseconds: number, signal?: AbortSignal): Promise<boolean> {
    if (this.#closing !== undefined) return Promise.resolve(false)
    return this.#room.wait(bytes, milliseconds, signal)
  }

  /** Senders over HTTP wait once files take so much, or `httpRoom` if that is less. */
  limitHttp(bytes: number): void {
    this.#room.limitHttp(bytes)
  }

  /** Datagrams have no room once files take so much, or `room` if that is less. */
  limitUdp(bytes: number): void {
    this.#room.limitUdp(bytes)
  }

  /** What `usedBytes` may be at the moment before there is no room, by who sends. */
  get limits(): { readonly http: number; readonly udp: number } {
    return this.#room.limits
  }

  /** Bytes of all documents that are not deleted yet. */
  get usedBytes(): number {
    return this.#room.used
  }

  /** When the oldest file that is not deleted was made, µs since the epoch: no document that waits is older. */
  get oldestFileMade(): Micros | undefined {
    const [oldest] = this.#kept.values()
    return (oldest ?? this.#current)?.sequence as Micros | undefined
  }

  /** Closes the current file if it holds anything: what was acknowledged before is in closed files afterwards. */
  rotate(): Promise<void> {
    return new Promise((resolve) => {
      this.#rotations.push(resolve)
      this.#pace.hurry()
      this.#work()
    })
  }

  /** Oldest first. */
  closedFiles(): readonly WriteAheadFile[] {
    return [...this.#kept.values()]
  }

  /** Calls `listener` with each file as it is closed, until the returned function is called. */
  onClosed(listener: (file: WriteAheadFile) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The records of a closed file in its order, some hundred at a time. */
  async *read(file: WriteAheadFile): AsyncGenerator<readonly WriteAheadRecord[]> {
    const handle = await open(file.path, 'r')
    try {
      for await (const { lines } of readLines(handle, file.bytes)) {
        const records: WriteAheadRecord[] = []
        for (const line of lines) {
          const record = decodeRecord(line)
          if (record !== undefined) records.push(record)
          else this.#log('error', 'a record changed on disk after it was written', { path: file.path })
        }
        yield records
      }
    } finally {
      await handle.close()
    }
  }

  /** The traces of a closed file, each with the receipts of its records there, newest first; none of one that is deleted. */
  receipts(file: WriteAheadFile): Iterable<readonly [TraceId, readonly Micros[]]> {
    return this.#kept.get(file.path)?.index.receipts() ?? []
  }

  /** A closed file as it stands: the body of an INSERT … FORMAT TabSeparated. One line a record. */
  async contents(file: WriteAheadFile): Promise<Buffer> {
    const bytes = await readFile(file.path)
    return bytes.subarray(0, file.bytes)
  }

  /** Deletes a closed file; its documents are in the store. Again is no error. */
  async delete(file: WriteAheadFile): Promise<void> {
    const kept = this.#kept.get(file.path)
    if (kept === undefined) return
    try {
      await unlink(file.path)
    } catch (error) {
      if (!isMissing(error)) throw error
    }
    if (this.#kept.delete(file.path)) this.#room.freeOnDisk(kept.bytes)
  }

  /**
   * The texts of all acknowledged documents of these traces that lie in files not yet deleted; traces without any are left out.
   * Ask here first and the store afterwards: a document that is being loaded is then in one of them at least.
   */
  documentsOf(traceIds: readonly TraceId[]): Promise<Map<TraceId, string[]>> {
    const files: IndexedFile[] = [...this.#kept.values()]
    if (this.#current !== undefined) files.push(this.#current)
    return findDocuments(files, [...new Set(traceIds)], this.#log)
  }

  /** Writes what was appended, closes the current file and sends away those who wait for room. */
  close(): Promise<void> {
    this.#closing ??= this.rotate()
    this.#room.close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #recover(): Promise<void> {
    const names = (await readdir(this.#dir)).sort()
    for (const name of names) {
      const path = join(this.#dir, name)
      if (name.endsWith('.tsv.copy')) await unlink(path)
      const digits = fileName.exec(name)?.[1]
      if (digits === undefined) continue
      this.#sequence = Number(digits)
      const index = await recoverFile(path, this.#log)
      if (index.documents === 0) {
        await unlink(path)
        continue
      }
      this.#room.takeOnDisk(index.bytes)
      this.#keep({ path, sequence: this.#sequence, index }, true)
    }
  }

  #keep(file: { path: string; sequence: number; index: FileIndex }, recovered: boolean): KeptFile {
    const { path, sequence, index } = file
    const kept: KeptFile = { path, sequence, index, recovered, bytes: index.bytes, documents: index.documents }
    this.#kept.set(path, kept)
    return kept
  }

  #work(): void {
    if (this.#working) return
    this.#working = true
    // Appends of the same turn of the event loop go together.
    setImmediate(() => this.#run())
  }

  async #run(): Promise<void> {
    for (;;) {
      // A steady stream of appends must not keep a rotation waiting; only the last one comes after all of them.
      if (this.#rotations.length > 0 && this.#closing === undefined) await this.#rotate()
      if (this.#pending.bytes > 0) await this.#pace.turn()
      const left = this.#maxFileBytes - (this.#current?.index.bytes ?? 0)
      const chunks = this.#pending.take(left)
      if (chunks.length > 0) {
        await this.#commit(chunks, left)
      } else if (this.#rotations.length > 0) {
        await this.#rotate()
      } else {
        this.#working = false
        return
      }
    }
  }

  async #rotate(): Promise<void> {
    const rotations = this.#rotations.splice(0)
    await this.#closeCurrent()
    for (const resolve of rotations) resolve()
  }

  async #commit(chunks: readonly Chunk[], left: number): Promise<void> {
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    if (bytes > left) await this.#closeCurrent()
    try {
      this.#current ??= await this.#create()
      await this.#current.append(chunks)
      this.#room.written(bytes)
      this.#pending.fulfil(chunks)
    } catch (error) {
      this.#room.written(bytes)
      this.#room.freeOnDisk(bytes)
      const cause = error instanceof Error ? error.message : String(error)
      this.#log('error', 'could not write documents ahead', { dir: this.#dir, cause })
      this.#pending.refuse(
        chunks,
        new StoreError('writeAheadFailed', errors.writeAheadFailed.text(this.#dir, cause), { cause: error }),
      )
      await this.#closeCurrent()
    }
    if (this.#current !== undefined && this.#current.index.bytes >= this.#maxFileBytes) await this.#closeCurrent()
  }

  #create(): Promise<OpenFile> {
    // The clock only makes names that no earlier process of this directory gave; their order is counted.
    this.#sequence = Math.max(this.#sequence + 1, this.#now() * 1000)
    const name = `${String(this.#sequence).padStart(16, '0')}.tsv`
    return OpenFile.create(join(this.#dir, name), this.#sequence)
  }

  async #closeCurrent(): Promise<void> {
    const file = this.#current
    if (file === undefined) return
    try {
      await file.close()
      if (file.index.documents === 0) await unlink(file.path)
    } catch (error) {
      this.#log('warn', 'could not close a write-ahead file well', { path: file.path, cause: String(error) })
    }
    this.#current = undefined
    if (file.index.documents === 0) return
    const kept = this.#keep(file, false)
    for (const listener of this.#listeners) listener(kept)
  }
}

function closed(): StoreError {
  return new StoreError('writeAheadClosed', errors.writeAheadClosed.text())
}
