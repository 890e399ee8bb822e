/** The last tenth of the room is for UDP, whose senders cannot be told to wait. */
const shareForHttp = 0.9

interface Waiting {
  readonly bytes: number
  give(hasRoom: boolean): void
}

/** The bytes that unloaded documents may take on disk, and the queue of those who wait for some. */
export class Room {
  readonly #limit: number
  readonly #queue: Waiting[] = []
  #used = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get used(): number {
    return this.#used
  }

  has(bytes: number, source: 'http' | 'udp'): boolean {
    return this.#used + bytes <= this.#limit * (source === 'udp' ? 1 : shareForHttp)
  }

  take(bytes: number): void {
    this.#used += bytes
  }

  free(bytes: number): void {
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
      if (!this.has(promised + first.bytes, 'http')) return
      promised += first.bytes
      first.give(true)
    }
  }
}
