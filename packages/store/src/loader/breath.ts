import { setImmediate } from 'node:timers/promises'

/** Milliseconds of work between two breaths: appends are acknowledged on the same thread. */
const longest = 4

/** Lets long work give way to the event loop: `if (breath.due()) await breath.taken()`. */
export class Breath {
  #since = performance.now()

  due(): boolean {
    return performance.now() - this.#since > longest
  }

  async taken(): Promise<void> {
    await setImmediate()
    this.#since = performance.now()
  }
}
