import type { Store, TableSize } from '@roentgen/store'

/** Sizes change slowly, and a scrape must not wait for the engine; ms. */
const interval = 30_000
/** What the engine said longer ago is no longer said, ms. */
const longestAge = 4 * interval

/** Asks for the sizes of the tables in the background, as long as the process lives. */
export function storeSizes(store: Pick<Store, 'tableSizes'>): { latest(): readonly TableSize[]; close(): void } {
  let sizes: readonly TableSize[] = []
  let at = Number.NEGATIVE_INFINITY
  const ask = async (): Promise<void> => {
    try {
      sizes = await store.tableSizes()
      at = performance.now()
    } catch {
      // Health says that the engine is away; here its sizes grow old.
    }
  }
  void ask()
  const timer = setInterval(() => void ask(), interval).unref()
  return {
    latest: () => (performance.now() - at > longestAge ? [] : sizes),
    close: () => clearInterval(timer),
  }
}
