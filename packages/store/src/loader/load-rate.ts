const MIB = 1024 * 1024

/** Smaller loads say little: most of what they cost does not depend on their size. */
const telling = 2 * MIB
/** What may wait or be under way, in seconds of loading: an acknowledged document is in lists and maps after so long … */
const secondsOfBacklog = 1.5
/** Datagrams, whose senders cannot wait, may run ahead of the loads by so much: half of what an overload may take to be forgotten. */
const secondsOfBurst = 5
/** Memory holds the digests of about as many documents; others are read back, which is slow. */
const mostOfBurst = 192 * MIB
/** … and one load takes half of it, so that the next half comes in meanwhile. */
const secondsOfLoad = 0.75

/**
 * Loads below this are dear: they would lower the rate, which would make them smaller still. So much for one load may
 * always wait, and as much and a little more behind it.
 */
const efficient = 8 * MIB

/** How fast loads have been lately, and what follows from it. */
export class LoadRate {
  /** Bytes a second; at first what two slow cores do. */
  #rate = 16 * MIB

  took(bytes: number, milliseconds: number): void {
    if (bytes >= telling) this.#rate += 0.3 * ((bytes / Math.max(milliseconds, 1)) * 1000 - this.#rate)
  }

  /** The largest load. */
  get batchBytes(): number {
    return Math.max(efficient, this.#rate * secondsOfLoad)
  }

  /** What may wait or be under way before senders wait. */
  get backlogBytes(): number {
    return Math.max(2.4 * efficient, this.#rate * secondsOfBacklog)
  }

  /** What may wait or be under way before datagrams are dropped. */
  get burstBytes(): number {
    return Math.min(mostOfBurst, Math.max(4 * efficient, this.#rate * secondsOfBurst))
  }
}
