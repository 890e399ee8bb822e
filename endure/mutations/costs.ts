import { setTimeout as sleep } from 'node:timers/promises'
import { ask, type XrayClient } from '../../bench/xray-client.ts'
import { cpuOfTree } from '../memory.ts'

/** CPU of a server and its engine, from before some inputs until all that they cause is done. */
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

  /** The least of some times, each with a pause in which the engine may end what others left it to do. */
  async leastCost(send: () => Promise<void>, times: number, floor = 0): Promise<number> {
    let least = Number.POSITIVE_INFINITY
    for (let time = 0; time < times && least > floor; time += 1) {
      await sleep(100)
      least = Math.min(least, await this.cost(send))
    }
    return least
  }
}
