import type { PathStep } from './critical-path.ts'
import { isObject } from './json.ts'
import { selfTime } from './self-time.ts'
import type { Micros } from './time.ts'
import type { Timeline, TimelineSpan } from './timeline.ts'

/** What one service did under one name in a trace. */
export interface OperationTime {
  readonly service: string
  /** Origin of the service; '' where none was sent. */
  readonly type: string
  /** Name of the subsegment, with what was asked of AWS; '' for the segment itself. */
  readonly operation: string
  readonly count: number
  readonly failed: number
  /** Sum of durations; of parallel work more than passed on the clock. */
  readonly total: Micros
  /** Sum of self times. */
  readonly self: Micros
  /** How long the trace waited for it. */
  readonly critical: Micros
}

/** The trace's time by service and operation, most self time first. What is in progress counts, without its time. */
export function timeByOperation({ spans }: Timeline, path: readonly PathStep[]): readonly OperationTime[] {
  const waited = new Map<TimelineSpan, number>()
  for (const { span, start, end } of path) waited.set(span, (waited.get(span) ?? 0) + end - start)
  const times = new Map<string, OperationTime>()
  for (const span of spans) {
    const { name: service, type } = span.segment
    const operation = operationOf(span)
    const key = JSON.stringify([service, type, operation])
    const { count, failed, total, self, critical } = times.get(key) ?? none
    times.set(key, {
      service,
      type,
      operation,
      count: count + 1,
      failed: failed + (span.state === 'ok' || span.state === 'in progress' ? 0 : 1),
      total: (total + (span.end ?? span.start) - span.start) as Micros,
      self: (self + (selfTime(span) ?? 0)) as Micros,
      critical: (critical + (waited.get(span) ?? 0)) as Micros,
    })
  }
  return [...times.values()].sort(
    (a, b) => b.self - a.self || b.total - a.total || (a.service + a.operation < b.service + b.operation ? -1 : 1),
  )
}

const none = { count: 0, failed: 0, total: 0, self: 0, critical: 0 } as const

function operationOf({ kind, name, document }: TimelineSpan): string {
  if (kind !== 'subsegment') return ''
  const asked = isObject(document.aws) ? document.aws.operation : undefined
  return typeof asked === 'string' ? `${name} ${asked}` : name
}
