import type { Stretch } from './self-time.ts'
import type { Micros } from './time.ts'
import type { Timeline, TimelineSpan } from './timeline.ts'

/** A stretch of the trace's time and the one (sub)segment that everything waited for in it. */
export interface PathStep extends Stretch {
  readonly span: TimelineSpan
}

interface Frame {
  readonly span: TimelineSpan
  readonly from: Micros
  /** What is before this moment is still to be told. */
  reached: Micros
  /** What it may have waited for, the latest end at the end of the list. */
  readonly waits: Wait[]
}

interface Wait extends Stretch {
  readonly span: TimelineSpan
}

/**
 * Where a trace's time went: walking back from the end of its entry, at each moment the deepest (sub)segment that was
 * waited for. By time, without gaps or overlaps, from the start of the entry to its end.
 *
 * Total on any trace: a callee is cut to its call's time; a subsegment or an unfinished child that outlived what encloses
 * it was not waited for. Source: our own definition, docs/reference/critical-path.md.
 */
export function criticalPath({ entry, end }: Timeline): readonly PathStep[] {
  if (entry === undefined) return []
  const steps: PathStep[] = []
  const frames = [frameOf({ span: entry, start: entry.start, end: entry.end ?? end })]
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const wait = nextWait(frame)
    const until = wait?.end ?? frame.from
    if (until < frame.reached) steps.push({ span: frame.span, start: until, end: frame.reached })
    if (wait === undefined) frames.pop()
    else {
      frame.reached = wait.start
      frames.push(frameOf(wait))
    }
  }
  return steps.reverse()
}

function frameOf({ span, start, end }: Wait): Frame {
  const waits: Wait[] = []
  for (const child of span.subsegments) add(waits, child, start, end, isOutlived(child, span))
  for (const callee of span.callees) add(waits, callee, start, end, callee.end === undefined && span.end !== undefined)
  // Of two that end together the longer one was waited for longer.
  waits.sort((a, b) => a.end - b.end || b.start - a.start)
  return { span, from: start, reached: end, waits }
}

function isOutlived(child: TimelineSpan, parent: TimelineSpan): boolean {
  return parent.end !== undefined && (child.end === undefined || child.end > parent.end)
}

function add(waits: Wait[], span: TimelineSpan, from: Micros, to: Micros, wasLeft: boolean): void {
  const start = Math.max(from, span.start) as Micros
  const end = Math.min(to, span.end ?? to) as Micros
  if (!wasLeft && start < end) waits.push({ span, start, end })
}

/** The last that ended by then: what was still running was overtaken by what is already told. */
function nextWait({ waits, reached }: Frame): Wait | undefined {
  for (let wait = waits.pop(); wait !== undefined; wait = waits.pop()) if (wait.end <= reached) return wait
  return undefined
}
