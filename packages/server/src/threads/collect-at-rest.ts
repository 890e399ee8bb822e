import { performance } from 'node:perf_hooks'
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * How often a thread is looked at, ms: one that was at work for less than a twentieth of that time rests. Longer than the 5 s of which V8
 * asks how much was made in them.
 */
const usualInterval = 6000
const workAtRest = 0.05
/** What a collection must promise, bytes. */
const worthwhile = 16 * 2 ** 20
/**
 * The first one finds out which pages are nearly empty; the next one moves together what is in them, and gives them back. It also
 * gives back most of the young generation, which V8 lets go when little was made in the last 5 s before a collection.
 */
const collections = 2

/**
 * Collects the garbage of the calling thread when it rests. V8 collects only while something is allocated: what a large
 * answer left behind would stay for as long as nobody asks anything (docs/decisions/157). It goes on until the thread ends,
 * and keeps none from ending.
 *
 * @param interval ms
 */
export function collectAtRest(interval = usualInterval): void {
  const collect = collector()
  let before = performance.eventLoopUtilization()
  let least = memoryOfThread()
  let owed = 0
  setInterval(() => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    least = Math.min(least, memoryOfThread())
    if (utilization > workAtRest) return
    if (memoryOfThread() - least >= worthwhile) owed = collections
    if (owed === 0) return
    owed -= 1
    collect()
    least = memoryOfThread()
    before = performance.eventLoopUtilization()
  }, interval).unref()
}

/** The pages of its heap, full or empty, and the buffers that objects hold, bytes. */
function memoryOfThread(): number {
  const { total_physical_size: pages, external_memory: buffers } = getHeapStatistics()
  return pages + buffers
}

/** V8's own full collection, which Node shows to nobody but those that ask for it by a flag. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  const gc: unknown = runInNewContext('globalThis.gc')
  setFlagsFromString('--no-expose-gc')
  return typeof gc === 'function' ? () => void gc() : () => {}
}
