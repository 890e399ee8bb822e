/** Work that is done between two loads. */
export class Turns {
  readonly #waiting: (() => Promise<void>)[] = []
  readonly #refused = new AbortController()

  /** Resolves with the work's result when its turn was taken; rejects with its error, or with that of {@link refuse}. */
  add<T>(work: () => Promise<T>): Promise<T> {
    const { signal } = this.#refused
    return new Promise((resolve, reject) => {
      const refuse = () => reject(signal.reason)
      signal.addEventListener('abort', refuse, { once: true })
      this.#waiting.push(async () => {
        await work().then(resolve, reject)
        signal.removeEventListener('abort', refuse)
      })
    })
  }

  async take(): Promise<void> {
    for (const turn of this.#waiting.splice(0)) await turn()
  }

  /** Those that wait and the one that is under way fail with this. */
  refuse(error: Error): void {
    this.#refused.abort(error)
  }
}
