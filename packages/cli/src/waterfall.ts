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
  readonly children: Span[]
}

/**
 * The rows of a trace from the documents of BatchGetTraces: each segment under the call that it answers,
 * siblings by start. Total, however wide and deep: a segment whose parent is not here is a root, and a ring of parents
 * is cut at its earliest.
 */
export function waterfallRows(documents: readonly JsonObject[]): WaterfallRow[] {
  const segments = documents.map(spanOf)
  const known = new Set<string>()
  const open = [...segments]
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    known.add(span.id)
    for (const child of span.children) open.push(child)
  }
  segments.sort(earlierFirst)
  const roots: Span[] = []
  const callees = new Map<string, Span[]>()
  for (const segment of segments) {
    const { parentId } = segment
    if (parentId === undefined || !known.has(parentId)) roots.push(segment)
    else if (callees.has(parentId)) callees.get(parentId)?.push(segment)
    else callees.set(parentId, [segment])
  }
  return placed([...roots, ...segments], callees)
}

/** Each of `tops` with what lies below it, in this order; what is already placed is left out. */
function placed(tops: readonly Span[], callees: ReadonlyMap<string, readonly Span[]>): WaterfallRow[] {
  const rows: WaterfallRow[] = []
  const seen = new Set<Span>()
  for (const top of tops) {
    const open = [{ span: top, depth: 0 }]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { span, depth } = next
      if (seen.has(span)) continue
      seen.add(span)
      const { name, type, status, health, inferred, start, end } = span
      rows.push({ depth, name, type, status, health, inferred, start, end })
      const below = [...span.children, ...(callees.get(span.id) ?? [])].sort(earlierFirst)
      for (const one of below.reverse()) open.push({ span: one, depth: depth + 1 })
    }
  }
  return rows
}

/** The span with everything nested in it. Independent subsegments nest as deep as their senders like: no recursion. */
function spanOf(document: JsonObject): Span {
  const top = bareSpanOf(document)
  const open = [{ document, span: top }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { subsegments } = next.document
    if (!Array.isArray(subsegments)) continue
    for (const child of subsegments as readonly JsonValue[]) {
      if (!isObject(child)) continue
      const span = bareSpanOf(child)
      next.span.children.push(span)
      open.push({ document: child, span })
    }
  }
  return top
}

function bareSpanOf(document: JsonObject): Span {
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
    children: [],
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
