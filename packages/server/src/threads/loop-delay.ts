import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { LoopDelay } from './messages.ts'

const resolution = 10
const windowMilliseconds = 10_000

/** Measures this thread's event loop. A reading is of the last full window of 10 s; at first of the time until now. */
export function loopDelayMeter(): () => LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution })
  histogram.enable()
  const read = (): LoopDelay => ({
    p50: seconds(histogram.percentile(50)),
    p99: seconds(histogram.percentile(99)),
    max: seconds(histogram.max),
  })
  let last: LoopDelay | undefined
  setInterval(() => {
    last = read()
    histogram.reset()
  }, windowMilliseconds).unref()
  return () => last ?? read()
}

// The histogram holds the time between two of its own timers, which are `resolution` apart when nothing is late.
function seconds(nanoseconds: number): number {
  return Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds - resolution * 1e6) / 1e9 : 0
}
