import { isObject, type SpanState, secondsFromMicros, type Timeline, type TimelineSpan } from '@roentgen/trace'

/** What the summary line says of a trace. Times in microseconds, the start in seconds since the epoch. */
export interface Overview {
  readonly method: string
  readonly url: string
  readonly status: number | undefined
  /** Of the entry. */
  readonly state: SpanState
  readonly name: string
  readonly start: number
  readonly duration: number
  /** Of the entry; undefined while it is in progress. */
  readonly responseTime: number | undefined
  readonly segments: number
  readonly inferred: number
  readonly subsegments: number
  readonly services: number
  readonly failed: number
  readonly inProgress: number
  readonly moved: number
  readonly deepest: number
  readonly user: string
}

export function overviewOf({ spans, entry, start, end }: Timeline): Overview {
  const count = (is: (span: TimelineSpan) => boolean) => spans.reduce((sum, span) => sum + Number(is(span)), 0)
  const http = isObject(entry?.document.http) ? entry.document.http : {}
  const request = isObject(http.request) ? http.request : {}
  const tops = spans.filter((span) => span.segment === span)
  return {
    method: text(request.method),
    url: text(request.url),
    status: entry?.status,
    state: entry?.state ?? 'ok',
    name: entry?.name ?? '',
    start: secondsFromMicros(start),
    duration: end - start,
    responseTime: entry?.end === undefined ? undefined : entry.end - entry.start,
    segments: count(({ kind }) => kind === 'segment'),
    inferred: count(({ kind }) => kind === 'inferred'),
    subsegments: count(({ kind }) => kind === 'subsegment'),
    services: new Set(tops.map(({ name, type }) => JSON.stringify([name, type]))).size,
    failed: count(({ state }) => state === 'fault' || state === 'error' || state === 'throttle'),
    inProgress: count(({ end: ended }) => ended === undefined),
    moved: tops.filter(({ kind, skew }) => kind === 'segment' && skew !== 0).length,
    deepest: deepestOf(spans),
    user: text(entry?.document.user),
  }
}

/** Of subsegments in their segments; 0 where there are only segments. */
function deepestOf(spans: readonly TimelineSpan[]): number {
  const depths = new Map<TimelineSpan, number>()
  let deepest = 0
  for (const span of spans) {
    const depth = span.parent === undefined || span.segment === span ? 0 : (depths.get(span.parent) ?? 0) + 1
    depths.set(span, depth)
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
