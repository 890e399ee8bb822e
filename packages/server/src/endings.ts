/** What must be undone when the server stops, or when its start fails half-way: in the opposite order, each once. */
export class Endings {
  readonly #endings: { readonly what: string; readonly end: () => Promise<void> }[] = []
  #ended: Promise<void> | undefined

  add(what: string, end: () => Promise<void>): void {
    this.#endings.push({ what, end })
  }

  /** Where it did not start, there is nothing to end. */
  addStarted<T>(what: string, started: Promise<T>, end: (started: T) => Promise<unknown>): void {
    this.add(what, async () => {
      const [part] = await Promise.allSettled([started])
      if (part.status === 'fulfilled') await end(part.value)
    })
  }

  /** One that fails is reported, and the others go on. */
  run(onFailure: (what: string, error: unknown) => void): Promise<void> {
    this.#ended ??= this.#run(onFailure)
    return this.#ended
  }

  async #run(onFailure: (what: string, error: unknown) => void): Promise<void> {
    for (const { what, end } of this.#endings.toReversed()) {
      try {
        await end()
      } catch (error) {
        onFailure(what, error)
      }
    }
  }
}
