const align = 4
const headerBytes = 64
/** Stands where a length would: the next entry is at the start of the ring. */
const wrapMark = 0xffff_ffff

// Words of the header.
const readAt = 0
const writeAt = 1
const readerAsleep = 2
const isClosed = 3
// 64-bit words of the header, behind the four above.
const pushed = 2
const dropped = 3
const unread = 4

interface Entry {
  /** Of the bytes, behind their length. */
  readonly start: number
  readonly length: number
}

/**
 * Datagrams on their way from the UDP thread (one writer) to ingest (one reader), in shared memory, so that neither
 * waits for the other. A datagram that finds no room is dropped and counted: UDP has nobody to push back to.
 */
export class DatagramRing {
  readonly shared: SharedArrayBuffer
  readonly #words: Int32Array
  readonly #counters: BigInt64Array
  readonly #bytes: Buffer
  readonly #lengths: DataView
  readonly #capacity: number

  /** A ring over memory that `allocate` made, here or on another thread. */
  constructor(shared: SharedArrayBuffer) {
    this.shared = shared
    this.#words = new Int32Array(shared, 0, 4)
    this.#counters = new BigInt64Array(shared, 0, headerBytes / 8)
    this.#capacity = shared.byteLength - headerBytes
    this.#bytes = Buffer.from(shared, headerBytes, this.#capacity)
    this.#lengths = new DataView(shared, headerBytes, this.#capacity)
  }

  static allocate(bytes: number): DatagramRing {
    const ring = new DatagramRing(new SharedArrayBuffer(headerBytes + Math.ceil(bytes / align) * align))
    Atomics.store(ring.#words, readerAsleep, 1)
    return ring
  }

  /** Datagrams taken into the ring, and dropped for want of room, since it was made. */
  get counts(): { readonly pushed: number; readonly dropped: number; readonly unread: number } {
    return {
      pushed: Number(Atomics.load(this.#counters, pushed)),
      dropped: Number(Atomics.load(this.#counters, dropped)),
      unread: Number(Atomics.load(this.#counters, unread)),
    }
  }

  /** Writer: copies a datagram in. False where it was dropped. */
  push(datagram: Uint8Array): boolean {
    const at = this.#placeFor(align + Math.ceil(datagram.byteLength / align) * align)
    if (at === undefined) {
      Atomics.add(this.#counters, dropped, 1n)
      return false
    }
    this.#lengths.setUint32(at, datagram.byteLength)
    this.#bytes.set(datagram, at + align)
    const next = at + align + Math.ceil(datagram.byteLength / align) * align
    Atomics.add(this.#counters, pushed, 1n)
    Atomics.add(this.#counters, unread, 1n)
    Atomics.store(this.#words, writeAt, next === this.#capacity ? 0 : next)
    return true
  }

  /** Writer, after a push: whether the reader sleeps and must be sent a message. True once a sleep. */
  mustWake(): boolean {
    return Atomics.exchange(this.#words, readerAsleep, 0) === 1
  }

  /** Writer: stands still for so long, or until the reader opens the ring. */
  rest(milliseconds: number): void {
    Atomics.wait(this.#words, isClosed, Atomics.load(this.#words, isClosed), milliseconds)
  }

  /** Reader: the oldest datagram, copied out; undefined when there is none. */
  pop(): Buffer | undefined {
    const oldest = this.#oldest(Atomics.load(this.#words, writeAt))
    if (oldest === undefined) return undefined
    const datagram = Buffer.from(this.#bytes.subarray(oldest.start, oldest.start + oldest.length))
    this.#take(oldest)
    return datagram
  }

  /** Reader: takes out what there is without looking at it; how many these were. */
  discard(): number {
    const end = Atomics.load(this.#words, writeAt)
    let discarded = 0
    for (let oldest = this.#oldest(end); oldest !== undefined; oldest = this.#oldest(end)) {
      this.#take(oldest)
      discarded++
    }
    return discarded
  }

  /** Reader: what comes now would be dropped, so the writer need not be quick. */
  close(): void {
    Atomics.store(this.#words, isClosed, 1)
  }

  /** Reader: takes datagrams (again). */
  open(): void {
    if (Atomics.exchange(this.#words, isClosed, 0) === 1) Atomics.notify(this.#words, isClosed)
  }

  get isClosed(): boolean {
    return Atomics.load(this.#words, isClosed) === 1
  }

  /** Reader: says that it will wait for a message. False when a datagram came meanwhile and it must read on. */
  sleep(): boolean {
    Atomics.store(this.#words, readerAsleep, 1)
    if (Atomics.load(this.#words, readAt) === Atomics.load(this.#words, writeAt)) return true
    // The writer may have seen the flag as well: then its message finds the reader awake, which does no harm.
    Atomics.store(this.#words, readerAsleep, 0)
    return false
  }

  /** Reader: where the oldest datagram before `end` lies. */
  #oldest(end: number): Entry | undefined {
    const at = Atomics.load(this.#words, readAt)
    if (at === end) return undefined
    const length = this.#lengths.getUint32(at)
    return length === wrapMark ? { start: align, length: this.#lengths.getUint32(0) } : { start: at + align, length }
  }

  #take({ start, length }: Entry): void {
    const next = start + Math.ceil(length / align) * align
    Atomics.sub(this.#counters, unread, 1n)
    Atomics.store(this.#words, readAt, next === this.#capacity ? 0 : next)
  }

  /** Where `need` contiguous bytes are free. The ring is never filled to the brim: equal positions mean empty. */
  #placeFor(need: number): number | undefined {
    const read = Atomics.load(this.#words, readAt)
    const write = Atomics.load(this.#words, writeAt)
    if (write < read) return need < read - write ? write : undefined
    const toEnd = this.#capacity - write
    if (need < toEnd || (need === toEnd && read !== 0)) return write
    if (need >= read) return undefined
    this.#lengths.setUint32(write, wrapMark)
    return 0
  }
}
