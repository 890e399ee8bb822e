import type { Trace } from './assemble.ts'
import { pathTo, servicesOn } from './cause-path.ts'
import type { TraceSpan } from './nest.ts'
import type { RootCause } from './summary.ts'

/** The share of the root's response time that a span must have spent itself to be a cause. */
const considerable = 0.25
const mostCauses = 5

interface Interval {
  readonly place: TraceSpan
  /** Its parent's; undefined for the root. */
  readonly within: Interval | undefined
  readonly start: number
  readonly end: number
}

interface Culprit {
  readonly at: Interval
  readonly own: number
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
  const culprits: Culprit[] = []
  let most: Culprit | undefined

  const open: Interval[] = [{ place: root, within: undefined, start: root.span.start, end: root.span.end }]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const first = open.length
    addChildren(at, open)
    const own = at.end - at.start - covered(open, first)
    if (own >= enough) culprits.push({ at, own })
    else if (culprits.length === 0 && (most === undefined || own > most.own)) most = { at, own }
    reverseFrom(open, first)
  }
  if (culprits.length === 0 && most !== undefined) culprits.push(most)
  return culprits
    .sort((a, b) => b.own - a.own)
    .slice(0, mostCauses)
    .map(({ at }) => {
      const taken = takenUpTo(at)
      const coverageOf = (place: TraceSpan) => Math.round(((taken.get(place) ?? 0) / responseTime) * 1e4) / 1e4
      const services = servicesOn(pathTo(at.place), { exceptions: false, coverageOf })
      return { kind: 'responsetime', clientImpacting: true, services }
    })
}

/** How long the root, the culprit and all between them took. */
function takenUpTo(culprit: Interval): ReadonlyMap<TraceSpan, number> {
  const taken = new Map<TraceSpan, number>()
  for (let at: Interval | undefined = culprit; at !== undefined; at = at.within) taken.set(at.place, at.end - at.start)
  return taken
}

/** By start, behind what is there. Callees that began after their call had ended are asynchronous: nobody waited for them. */
function addChildren(within: Interval, into: Interval[]): void {
  const first = into.length
  addEach(within.place.subsegments, within, into)
  addEach(within.place.callees, within, into)
  for (let i = first + 1; i < into.length; i++) {
    if (startAt(into, i) >= startAt(into, i - 1)) continue
    const sorted = into.splice(first).sort((a, b) => a.start - b.start)
    for (const child of sorted) into.push(child)
    return
  }
}

function addEach(children: readonly TraceSpan[], within: Interval, into: Interval[]): void {
  for (const place of children) {
    const start = Math.max(within.start, place.span.start)
    const end = Math.min(within.end, place.span.end ?? within.end)
    if (start < end) into.push({ place, within, start, end })
  }
}

/** The length of the union of those from `first` on. */
function covered(sorted: readonly Interval[], first: number): number {
  let sum = 0
  let reached = Number.NEGATIVE_INFINITY
  for (let i = first; i < sorted.length; i++) {
    const { start, end } = sorted[i] as Interval
    if (end <= reached) continue
    sum += end - Math.max(start, reached)
    reached = end
  }
  return sum
}

function startAt(intervals: readonly Interval[], index: number): number {
  return (intervals[index] as Interval).start
}

/** So that the first of them is taken first. */
function reverseFrom(intervals: Interval[], first: number): void {
  for (let i = first, j = intervals.length - 1; i < j; i++, j--) {
    const interval = intervals[i] as Interval
    intervals[i] = intervals[j] as Interval
    intervals[j] = interval
  }
}
