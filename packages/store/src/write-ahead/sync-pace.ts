/**
 * When the next sync may begin. A sync costs some 200 µs of CPU in four changes of thread, whatever it brings: under load,
 * where one is asked for as soon as the last has ended, they are put together. What comes alone never waits.
 */
export class SyncPace {
  readonly #shortest: number
  #next = 0
  #hurry: () => void = () => {}

  /** @param shortest from the beginning of one sync to that of the next, ms: what is appended meanwhile shares one */
  constructor(shortest = 10) {
    this.#shortest = shortest
  }

  /** Resolves when the next may begin, which is counted as begun. */
  async turn(): Promise<void> {
    const wait = this.#next - performance.now()
    if (wait > 0)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait)
        this.#hurry = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    this.#hurry = () => {}
    this.#next = performance.now() + this.#shortest
  }

  /** Someone waits for more than an acknowledgement, or much has come together: the next begins now. */
  hurry(): void {
    this.#next = 0
    this.#hurry()
  }
}
