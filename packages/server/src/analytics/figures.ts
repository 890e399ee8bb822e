import type { TraceAnnotation, TraceBin, TraceFigures, TraceRow } from '@roentgen/api'
import type { Bin, ListedTrace, TraceStatistics } from '@roentgen/store'
import { type Micros, secondsFromMicros } from '@roentgen/trace'

export function figuresOf(statistics: TraceStatistics): TraceFigures {
  const { count, ok, error, fault, throttle, answered, mean, p50, p95, p99, max } = statistics
  return {
    ...{ count, ok, error, fault, throttle, answered },
    mean: mean === undefined ? null : mean / 1e6,
    p50: seconds(p50),
    p95: seconds(p95),
    p99: seconds(p99),
    max: seconds(max),
  }
}

function seconds(time: Micros | undefined): number | null {
  return time === undefined ? null : secondsFromMicros(time)
}

/** A bin of one set. */
export function binOf({ from, to, counts: [count = 0] }: Bin): TraceBin {
  const filter = `responsetime >= ${decimal(from)}${to === undefined ? '' : ` AND responsetime < ${decimal(to)}`}`
  return { from: secondsFromMicros(from), to: seconds(to), count, filter }
}

/** Seconds to the microsecond, never in powers of ten: the filter language has none. */
function decimal(time: Micros): string {
  return (time / 1e6).toFixed(6).replace(/\.?0+$/, '')
}

/** @param keys of annotations that are wanted besides the first */
export function rowOf(summary: ListedTrace, keys: readonly string[]): TraceRow {
  const { http, responseTime, segments, ok, error, fault, throttle, partial } = summary
  const root = segments[summary.root]?.entity
  return {
    id: summary.traceId,
    start: secondsFromMicros(summary.start),
    duration: secondsFromMicros(summary.duration),
    ...(responseTime === undefined ? {} : { responseTime: secondsFromMicros(responseTime) }),
    ...{ ok, error, fault, throttle, partial },
    ...(http?.method === undefined ? {} : { method: http.method }),
    ...(http?.url === undefined ? {} : { url: http.url }),
    ...(http?.status === undefined ? {} : { status: http.status }),
    ...(http?.clientIp === undefined ? {} : { clientIp: http.clientIp }),
    ...(http?.userAgent === undefined ? {} : { userAgent: http.userAgent }),
    users: [...new Set(segments.flatMap(({ user }) => user ?? []))],
    ...(root === undefined ? {} : { entryPoint: { name: root.name, type: root.type } }),
    segments: segments.length,
    annotations: summary.annotations.length,
    annotated: annotationsOf(summary, new Set(keys)),
    revision: summary.revision,
  }
}

const firstAnnotations = 20
const longestValue = 500

function annotationsOf({ annotations }: ListedTrace, keys: ReadonlySet<string>): readonly TraceAnnotation[] {
  const distinct = new Map<string, TraceAnnotation>()
  for (const { key, value } of annotations) {
    const shown = typeof value === 'string' ? value.slice(0, longestValue) : value
    if (distinct.size < firstAnnotations || keys.has(key))
      distinct.set(JSON.stringify([key, shown]), { key, value: shown })
  }
  return [...distinct.values()]
}
