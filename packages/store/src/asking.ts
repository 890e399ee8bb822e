import { setTimeout as sleep } from 'node:timers/promises'

/** Between two statements of one question less than this passes; ms. */
const pauseOfQuestion = 50

/** Whether anybody waits for an answer of the engine, so that what nobody waits for can stand back. */
export class Asking {
  #underWay = 0
  #last = Number.NEGATIVE_INFINITY

  /** Counts a statement as long as it runs. */
  async during<T>(statement: Promise<T>): Promise<T> {
    this.#underWay += 1
    try {
      return await statement
    } finally {
      this.#underWay -= 1
      this.#last = performance.now()
    }
  }

  /** Resolves when no question is under way, or when the signal fires. */
  async whenNobody(signal: AbortSignal): Promise<void> {
    const isBusy = () => this.#underWay > 0 || performance.now() - this.#last < pauseOfQuestion
    while (!signal.aborted && isBusy()) await sleep(pauseOfQuestion / 2)
  }
}
