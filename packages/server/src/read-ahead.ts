import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '@roentgen/store'
import { microsFromSeconds } from '@roentgen/trace'
import type { Log } from './log.ts'

/** The map that takes longest of those that a page is likely to ask for, seconds. Shorter ones would take memory too. */
const range = 86_400

/** Whoever waits for the start asks first; ms. */
const pause = 200

/** What a server does when it has started and nobody asks anything. */
export interface ReadingAhead {
  /** Ends it, and the statement that runs. */
  close(): Promise<void>
}

/**
 * Reads what the first map is made of into memory, so that the first page that opens does not wait for it
 * (docs/decisions/172). It never fails: a first map asks for what is missing.
 */
export function readMapsAhead(
  store: Pick<Store, 'readMapAhead'>,
  log: Pick<Log, 'debug' | 'warn'>,
  now: () => number = Date.now,
): ReadingAhead {
  const ending = new AbortController()
  const reading = read().catch((error) => {
    if (!ending.signal.aborted) log.warn({ err: error }, 'Could not read the map ahead: the first one will take longer')
  })
  return {
    close: async () => {
      ending.abort()
      await reading
    },
  }

  async function read(): Promise<void> {
    await sleep(pause, undefined, { signal: ending.signal })
    const began = performance.now()
    const end = now() / 1000
    const window = { start: microsFromSeconds(end - range), end: microsFromSeconds(end) }
    const rows = await store.readMapAhead(window, ending.signal)
    log.debug({ rows, milliseconds: Math.round(performance.now() - began) }, 'Read the map ahead')
  }
}
