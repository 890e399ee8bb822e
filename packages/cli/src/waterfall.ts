import { isObject, type JsonObject, type JsonValue, type Micros, microsFromSeconds } from '@roentgen/trace'

export type Health = 'ok' | 'error' | 'throttle' | 'fault' | 'in progress'

/** One line of a waterfall: a segment or a subsegment. */
export interface WaterfallRow {
  readonly depth: number
  readonly name: string
  /** Of a segment its origin, of a call its namespace, '' for local work. */
  readonly type: string
  /** HTTP status; undefined where none was sent. */
  readonly status: number | undefined
  readonly health: Health
  readonly inferred: boolean
  readonly start: Micros
  /** undefined while in progress. */
  readonly end: Micros | undefined
}

interface Span extends Omit<WaterfallRow, 'depth'> {
  readonly id: string
  readonly parentId: string | undefined
  readonly children: readonly Span[]
}

/**
 * The rows of a trace from the documents of BatchGetTraces: each segment under the call that it answers,
 * siblings by start. Total: a segment whose parent is not here is a root, and a ring of parents is cut at its earliest.
 */
export function waterfallRows(documents: readonly JsonObject[]): WaterfallRow[] {
  const segments = documents.map(spanOf).sort(earlierFirst)
  const callees = new Map<string, Span[]>()
  const known = new Set<string>()
  const note = (span: Span) => {
    known.add(span.id)
    span.children.forEach(note)
  }
  segments.forEach(note)
  const roots = segments.filter(({ parentId }) => parentId === undefined || !known.has(parentId))
  for (const segment of segments)
    if (!roots.includes(segment) && segment.parentId)
      callees.set(segment.parentId, [...(callees.get(segment.parentId) ?? []), segment])

  const rows: WaterfallRow[] = []
  const placed = new Set<Span>()
  const place = (span: Span, depth: number) => {
    if (placed.has(span)) return
    placed.add(span)
    const { name, type, status, health, inferred, start, end } = span
    rows.push({ depth, name, type, status, health, inferred, start, end })
    for (const below of [...span.children, ...(callees.get(span.id) ?? [])].sort(earlierFirst)) place(below, depth + 1)
  }
  for (const root of roots) place(root, 0)
  for (const segment of segments) place(segment, 0)
  return rows
}

function spanOf(document: JsonObject): Span {
  const http = isObject(document.http) ? document.http : {}
  const status = isObject(http.response) ? http.response.status : undefined
  const end = document.in_progress === true ? undefined : microsOf(document.end_time)
  return {
    id: textOf(document.id) ?? '',
    parentId: textOf(document.parent_id),
    name: textOf(document.name) ?? '',
    type: textOf(document.origin) ?? textOf(document.namespace) ?? '',
    status: typeof status === 'number' ? status : undefined,
    health: healthOf(document, end),
    inferred: document.inferred === true,
    start: microsOf(document.start_time) ?? (0 as Micros),
    end,
    children: (Array.isArray(document.subsegments) ? (document.subsegments as readonly JsonValue[]) : [])
      .filter((child) => isObject(child))
      .map(spanOf),
  }
}

/** Throttle before fault before error, as requests are counted. */
function healthOf(document: JsonObject, end: Micros | undefined): Health {
  if (document.throttle === true) return 'throttle'
  if (document.fault === true) return 'fault'
  if (document.error === true) return 'error'
  return end === undefined ? 'in progress' : 'ok'
}

function earlierFirst(a: Span, b: Span): number {
  return a.start - b.start || (a.id < b.id ? -1 : 1)
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function microsOf(value: JsonValue | undefined): Micros | undefined {
  return typeof value === 'number' ? microsFromSeconds(value) : undefined
}
