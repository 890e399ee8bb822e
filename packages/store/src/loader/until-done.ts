import { setTimeout as sleep } from 'node:timers/promises'
import { reasonOf } from '../engine-fault.ts'

const firstPause = 100
const longestPause = 5_000

/** Tries until it succeeds, with pauses that grow (ms); undefined when `signal` ends it first. `failed` hears why each time. */
export async function untilDone<T>(
  signal: AbortSignal,
  failed: (reason: string) => void,
  work: () => Promise<T>,
): Promise<T | undefined> {
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      return await work()
    } catch (error) {
      failed(reasonOf(error))
      await sleep(pause, undefined, { signal }).catch(() => {})
      if (signal.aborted) return undefined
    }
  }
}
