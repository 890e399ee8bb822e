/** The last tenth of the room is for UDP, whose senders cannot be told to wait. */
const shareForHttp = 0.9

interface Waiting {
  readonly bytes: number
  give(hasRoom: boolean): void
}

/**
 * The bytes that documents may take on disk until they are loaded, and in memory until they are written;
 * the queue of those who wait for some.
 */
export class Room {
  readonly #onDisk: number
  readonly #inMemory: number
  readonly #mostOverHttp: number
  #overUdp: number
  readonly #queue: Waiting[] = []
  #used = 0
  #unwritten = 0
  #overHttp: number

  /** `overHttp`: senders that can be told to wait are, once so much is on disk. */
  constructor(onDisk: number, inMemory: number, overHttp: number = onDisk) {
    this.#onDisk = onDisk
    this.#inMemory = inMemory
    this.#mostOverHttp = Math.min(overHttp, onDisk * shareForHttp)
    this.#overUdp = onDisk
    this.#overHttp = this.#mostOverHttp
  }

  get used(): number {
    return this.#used
  }

  /** What may be on disk at the moment, by who sends it. */
  get limits(): { readonly http: number; readonly udp: number } {
    return { http: this.#overHttp, udp: this.#overUdp }
  }

  has(bytes: number, source: 'http' | 'udp'): boolean {
    return this.#fits(0, bytes, source)
  }

  /** From now on senders over HTTP wait once so much is on disk, and never later than was said at first. */
  limitHttp(bytes: number): void {
    this.#overHttp = Math.min(bytes, this.#mostOverHttp)
    this.#serve()
  }

  /** From now on datagrams are dropped once so much is on disk, and at the latest when all is taken. */
  limitUdp(bytes: number): void {
    this.#overUdp = Math.min(bytes, this.#onDisk)
  }

  /** These bytes wait to be written. */
  take(bytes: number): void {
    this.#used += bytes
    this.#unwritten += bytes
  }

  /** These bytes do not wait any more, whatever became of them. */
  written(bytes: number): void {
    this.#unwritten -= bytes
    this.#serve()
  }

  /** Files of an earlier process take these bytes. */
  takeOnDisk(bytes: number): void {
    this.#used += bytes
  }

  freeOnDisk(bytes: number): void {
    this.#used -= bytes
    this.#serve()
  }

  /** True as soon as there is room for `bytes` over HTTP, first come first served; false when time is up or `signal` aborts. */
  wait(bytes: number, milliseconds: number, signal?: AbortSignal): Promise<boolean> {
    if (this.#queue.length === 0 && this.has(bytes, 'http')) return Promise.resolve(true)
    if (milliseconds <= 0 || signal?.aborted === true) return Promise.resolve(false)
    return new Promise((resolve) => {
      const giveUp = () => waiting.give(false)
      const timer = setTimeout(giveUp, milliseconds)
      const waiting: Waiting = {
        bytes,
        give: (hasRoom) => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', giveUp)
          const at = this.#queue.indexOf(waiting)
          if (at !== -1) this.#queue.splice(at, 1)
          resolve(hasRoom)
          // Whoever stood behind may need less.
          if (!hasRoom) this.#serve()
        },
      }
      signal?.addEventListener('abort', giveUp, { once: true })
      this.#queue.push(waiting)
    })
  }

  /** Sends all who wait away. */
  close(): void {
    for (const waiting of this.#queue.splice(0)) waiting.give(false)
  }

  #serve(): void {
    // Those who are let in append a moment later: until then what they were promised counts as taken.
    let promised = 0
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      if (!this.#fits(promised, first.bytes, 'http')) return
      promised += first.bytes
      first.give(true)
    }
  }

  #fits(promised: number, bytes: number, source: 'http' | 'udp'): boolean {
    if (this.#used + promised + bytes > (source === 'udp' ? this.#overUdp : this.#overHttp)) return false
    // One request alone always fits in memory: it is there already.
    const inMemory = this.#unwritten + promised
    return inMemory === 0 || inMemory + bytes <= this.#inMemory * (source === 'udp' ? 1 : shareForHttp)
  }
}
