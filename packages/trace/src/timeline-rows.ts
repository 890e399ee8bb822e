import type { Timeline, TimelineSpan } from './timeline.ts'

/** One line of a waterfall. */
export interface TimelineRow {
  readonly span: TimelineSpan
  readonly depth: number
  /** Position of the row that it hangs on; -1 at the top. */
  readonly parent: number
  /** No sibling follows. */
  readonly isLast: boolean
  /** How many rows hang on it, at any depth; they follow it. */
  readonly below: number
}

/**
 * segments: each segment with its subsegments is a group, in the order in which they were called, as X-Ray shows them.
 * calls: each segment hangs on the call that it answers.
 */
export type Grouping = 'segments' | 'calls'

/** The rows of a timeline, each followed by what hangs on it, siblings by start. */
export function timelineRows(timeline: Timeline, grouping: Grouping): readonly TimelineRow[] {
  const tops = grouping === 'calls' ? timeline.roots : timeline.spans.filter((span) => span.segment === span)
  const childrenOf = grouping === 'calls' ? allBelow : (span: TimelineSpan) => span.subsegments
  const rows: Mutable[] = []
  const open: Omit<Mutable, 'below'>[] = []
  const push = (spans: readonly TimelineSpan[], depth: number, parent: number) => {
    for (let index = spans.length - 1; index >= 0; index--) {
      const span = spans[index]
      if (span !== undefined) open.push({ span, depth, parent, isLast: index === spans.length - 1 })
    }
  }
  push(tops, 0, -1)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    rows.push({ ...next, below: 0 })
    push(childrenOf(next.span), next.depth + 1, rows.length - 1)
  }
  for (let index = rows.length - 1; index >= 0; index--) {
    const row = rows[index]
    const parent = row === undefined ? undefined : rows[row.parent]
    if (row !== undefined && parent !== undefined) parent.below += row.below + 1
  }
  return rows
}

interface Mutable extends TimelineRow {
  below: number
}

function allBelow({ subsegments, callees }: TimelineSpan): readonly TimelineSpan[] {
  if (callees.length === 0) return subsegments
  if (subsegments.length === 0) return callees
  return [...subsegments, ...callees].sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))
}
