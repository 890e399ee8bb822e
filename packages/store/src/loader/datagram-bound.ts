/** A load that fails for so long, ms, is not slow: the engine is away. */
const away = 5_000
/** So is one that takes so long, ms: that the engine hangs is told after minutes, that it is gone after some patience. */
const unanswered = 10_000

export interface Waiting {
  /** Bytes of files that are not deleted. */
  readonly used: number
  /** Bytes that may wait as loads go now. */
  readonly wanted: number
}

/**
 * How much may wait before datagrams are dropped. While the engine is away that is all the room there is: nobody sends them
 * again. When it is back, what waits is loaded while datagrams go on being taken: the bound comes down with it, by half of
 * each load at least, until it is what loads can do.
 */
export class DatagramBound {
  #bytes = Number.POSITIVE_INFINITY
  #failingSince: number | undefined

  get bytes(): number {
    return this.#bytes
  }

  failed(now: number): void {
    this.#failingSince ??= now
    if (now - this.#failingSince >= away) this.#bytes = Number.POSITIVE_INFINITY
  }

  /** A load has taken so many milliseconds and goes on. */
  goesOn(milliseconds: number): void {
    if (milliseconds >= unanswered) this.#bytes = Number.POSITIVE_INFINITY
  }

  /** After a load of so many bytes; 0: before the first. */
  loaded(bytes: number, { used, wanted }: Waiting): void {
    this.#failingSince = undefined
    this.#bytes = Math.max(wanted, Math.min(this.#bytes - bytes / 2, used + wanted))
  }
}
