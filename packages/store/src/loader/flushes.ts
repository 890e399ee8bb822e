interface Flush {
  readonly sequence: number
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** Those who wait until all files up to one are loaded. */
export class Flushes {
  #waiting: Flush[] = []

  get areWaited(): boolean {
    return this.#waiting.length > 0
  }

  /** Resolves when the file of this number, and all before it, are loaded. */
  until(sequence: number): Promise<void> {
    return new Promise((resolve, reject) => this.#waiting.push({ sequence, resolve, reject }))
  }

  /** Every file before this one is loaded. */
  settle(oldest: number): void {
    const done = this.#waiting.filter(({ sequence }) => sequence < oldest)
    this.#waiting = this.#waiting.filter(({ sequence }) => sequence >= oldest)
    for (const { resolve } of done) resolve()
  }

  refuse(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}
