/** Bounds the bytes of request bodies that wait for ingest: beyond, requests queue here, and give up in the end. */
export class BodyBudget {
  #left: number
  readonly #queue: { bytes: number; enter(): void }[] = []

  constructor(bytes: number) {
    this.#left = bytes
  }

  /** Whether the bytes were taken within the time. Those that were must be given back. */
  take(bytes: number, milliseconds: number): Promise<boolean> {
    if (this.#queue.length === 0 && bytes <= this.#left) {
      this.#left -= bytes
      return Promise.resolve(true)
    }
    return new Promise((resolve) => {
      const waiting = {
        bytes,
        enter: () => {
          clearTimeout(late)
          resolve(true)
        },
      }
      const late = setTimeout(() => {
        this.#queue.splice(this.#queue.indexOf(waiting), 1)
        resolve(false)
        // There may be room for those behind it, which are smaller.
        this.#letIn()
      }, milliseconds)
      this.#queue.push(waiting)
    })
  }

  giveBack(bytes: number): void {
    this.#left += bytes
    this.#letIn()
  }

  #letIn(): void {
    for (let first = this.#queue[0]; first !== undefined && first.bytes <= this.#left; first = this.#queue[0]) {
      this.#queue.shift()
      this.#left -= first.bytes
      first.enter()
    }
  }
}
