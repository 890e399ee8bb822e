import { byStart } from './content-order.ts'
import type { Placing } from './nest.ts'

/**
 * What could not be placed below any top hangs on a cycle of parents. Each cycle is cut once, at its earliest segment or
 * else its earliest subsegment; the new tops are returned. Linear: no span is walked over twice.
 */
export function cutCycles(spans: readonly Placing[]): Placing[] {
  const cuts: Placing[] = []
  let walk = 0
  for (const from of spans) {
    if (from.placed || from.walk > 0) continue
    walk++
    let at: Placing | undefined = from
    while (at !== undefined && at.walk === 0) {
      at.walk = walk
      at = at.parent
    }
    if (at === undefined || at.walk !== walk) continue
    const cut = earliestOfCycle(at)
    const parent = cut.parent
    if (parent !== undefined) {
      if (cut.isSegment) parent.callees = parent.callees.filter((callee) => callee !== cut)
      else parent.subsegments = parent.subsegments.filter((subsegment) => subsegment !== cut)
    }
    cut.parent = undefined
    cuts.push(cut)
  }
  return cuts
}

function earliestOfCycle(on: Placing): Placing {
  let best = on
  for (let at = on.parent; at !== undefined && at !== on; at = at.parent) {
    if (at.isSegment === best.isSegment ? byStart(at, best) < 0 : at.isSegment) best = at
  }
  return best
}
