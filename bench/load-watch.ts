import { costsOfTree, type ProcessCost } from './process-cost.ts'

/** The costs of a server and all below it over a stretch of time. */
export interface LoadWatch {
  /** Ends the watch; CPU-seconds used within it by each process, and the greatest memory of all together. */
  stop(): {
    readonly processes: readonly (ProcessCost & { readonly peakRssBytes: number })[]
    readonly peakRssBytes: number
  }
}

export function watchLoad(pid: number): LoadWatch {
  const before = new Map(costsOfTree(pid).map((cost) => [cost.pid, cost.cpuSeconds]))
  const latest = new Map<number, ProcessCost>()
  const peaks = new Map<number, number>()
  let peakRssBytes = 0
  const look = () => {
    let together = 0
    for (const cost of costsOfTree(pid)) {
      latest.set(cost.pid, cost)
      peaks.set(cost.pid, Math.max(peaks.get(cost.pid) ?? 0, cost.rssBytes))
      together += cost.rssBytes
    }
    peakRssBytes = Math.max(peakRssBytes, together)
  }
  const timer = setInterval(look, 500)
  return {
    stop: () => {
      clearInterval(timer)
      look()
      const processes = [...latest.values()].map((cost) => ({
        ...cost,
        cpuSeconds: cost.cpuSeconds - (before.get(cost.pid) ?? 0),
        peakRssBytes: peaks.get(cost.pid) ?? cost.rssBytes,
      }))
      return { processes, peakRssBytes }
    },
  }
}
