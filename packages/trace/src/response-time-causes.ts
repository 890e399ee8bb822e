import type { Trace } from './assemble.ts'
import { pathTo, servicesOn } from './cause-path.ts'
import type { TraceSpan } from './nest.ts'
import type { RootCause } from './summary.ts'

/** The share of the root's response time that a span must have spent itself to be a cause. */
const considerable = 0.25
const mostCauses = 5

interface Interval {
  readonly place: TraceSpan
  readonly start: number
  readonly end: number
}

/**
 * Where the root's response time went: each segment, subsegment or inferred segment that itself, without its children,
 * took a quarter of it or more, the longest first; where none did, the one that took most. Children are cut to their
 * parent's interval, so work after the answer has no part. None while the root is in progress, or took no time.
 * Source: our own definition, docs/reference/root-causes.md.
 */
export function responseTimeCauses(trace: Trace): RootCause[] {
  const root = trace.root?.place
  if (root?.span.end === undefined || root.span.end <= root.span.start) return []
  const responseTime = root.span.end - root.span.start
  const enough = responseTime * considerable
  const taken = new Map<TraceSpan, number>()
  const culprits: { place: TraceSpan; own: number }[] = []
  let most: { place: TraceSpan; own: number } | undefined

  const open: Interval[] = [{ place: root, start: root.span.start, end: root.span.end }]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { place, start, end } = at
    taken.set(place, end - start)
    const within = childrenWithin(at)
    const own = end - start - covered(within)
    if (most === undefined || own > most.own) most = { place, own }
    if (own >= enough) culprits.push({ place, own })
    for (let i = within.length - 1; i >= 0; i--) {
      const child = within[i]
      if (child !== undefined) open.push(child)
    }
  }
  if (culprits.length === 0 && most !== undefined) culprits.push(most)
  const coverageOf = (place: TraceSpan) => Math.round(((taken.get(place) ?? 0) / responseTime) * 1e4) / 1e4
  return culprits
    .sort((a, b) => b.own - a.own)
    .slice(0, mostCauses)
    .map(({ place }) => ({
      kind: 'responsetime',
      clientImpacting: true,
      services: servicesOn(pathTo(place), { exceptions: false, coverageOf }),
    }))
}

/** By start. Callees that began after their call had ended are asynchronous: nobody waited for them. */
function childrenWithin({ place, start, end }: Interval): Interval[] {
  const within: Interval[] = []
  let isSorted = true
  let last = start
  for (const children of [place.subsegments, place.callees]) {
    for (const child of children) {
      const from = Math.max(start, child.span.start)
      const to = Math.min(end, child.span.end ?? end)
      if (from >= to) continue
      if (from < last) isSorted = false
      last = from
      within.push({ place: child, start: from, end: to })
    }
  }
  return isSorted ? within : within.sort((a, b) => a.start - b.start)
}

/** The length of the union. */
function covered(sorted: readonly Interval[]): number {
  let sum = 0
  let reached = Number.NEGATIVE_INFINITY
  for (const { start, end } of sorted) {
    if (end <= reached) continue
    sum += end - Math.max(start, reached)
    reached = end
  }
  return sum
}
