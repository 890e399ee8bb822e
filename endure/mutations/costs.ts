import { setTimeout as sleep } from 'node:timers/promises'
import { ask, type XrayClient } from '../../bench/xray-client.ts'
import { cpuOfTree } from '../memory.ts'

/** A tree of processes rests when it uses at most one tick of the kernel's clock in such a time, ms. */
const restTime = 300
const tick = 10
/** A server that has not come to rest after so long, ms, is measured as it is: more than it should is never less. */
const restDeadline = 10_000

/** CPU of a server and its engine for some inputs, from a rest until all is in lists and maps. */
export class CostMeter {
  readonly #pid: number
  readonly #client: XrayClient

  constructor(pid: number, client: XrayClient) {
    this.#pid = pid
    this.#client = client
  }

  /** Sends, waits until all is in lists and maps, and gives the CPU time that it took, ms. The kernel counts in steps of 10. */
  async cost(send: () => Promise<void>): Promise<number> {
    const before = cpuOfTree(this.#pid)
    await send()
    await ask(this.#client, '/api/flush', {})
    return cpuOfTree(this.#pid) - before
  }

  /** The same without what earlier inputs still cause: the engine merges, and rows of the map are made, after a flush. */
  async costFromRest(send: () => Promise<void>): Promise<number> {
    await this.#rest()
    return this.cost(send)
  }

  /** The least of some times, each from a rest; ends at the first that is not above `enough`. */
  async leastCost(send: () => Promise<void>, times: number, enough = 0): Promise<number> {
    let least = Number.POSITIVE_INFINITY
    for (let time = 0; time < times && least > enough; time += 1) least = Math.min(least, await this.costFromRest(send))
    return least
  }

  async #rest(): Promise<void> {
    const deadline = performance.now() + restDeadline
    for (let before = Number.NEGATIVE_INFINITY; performance.now() < deadline; ) {
      const now = cpuOfTree(this.#pid)
      if (now - before < 2 * tick) return
      before = now
      await sleep(restTime)
    }
  }
}
