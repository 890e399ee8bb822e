import {
  criticalPath,
  isObject,
  type JsonObject,
  type OperationTime,
  ownStretches,
  type PathStep,
  selfTime,
  type Timeline,
  type TimelineSpan,
  timeByOperation,
  timelineOf,
  timelineRows,
} from '@roentgen/trace'
import { atMost } from './at-most.ts'
import { recorderOf } from './exceptions.ts'
import { type Overview, overviewOf } from './overview.ts'
import type { Arrangement, Row } from './row.ts'

/** More pieces of one bar than anyone can tell apart. */
const mostStretches = 1000

export interface Picture {
  readonly overview: Overview
  readonly rows: readonly Row[]
}

export interface Neighbour {
  readonly key: string
  readonly name: string
}

/** Everything about one (sub)segment. */
export interface Details {
  readonly key: string
  /** As sent, without what is nested in it. */
  readonly document: JsonObject
  readonly caller: Neighbour | undefined
  readonly segment: Neighbour
  readonly callees: readonly Neighbour[]
  /** Who recorded the exception that its cause refers to. */
  readonly recorder: Neighbour | undefined
}

/** The documents of one trace, and every reading of them. Lives in the reading thread. */
export class TraceReader {
  readonly #documents: readonly JsonObject[]
  #timeline: Timeline
  #keys: readonly string[] = []
  readonly #positions = new Map<TimelineSpan, number>()
  #haystacks: readonly string[] | undefined

  constructor(documents: readonly JsonObject[]) {
    this.#documents = documents
    this.#timeline = timelineOf([])
  }

  picture({ grouping, correctsClocks }: Arrangement): Picture {
    this.#timeline = timelineOf(this.#documents, { correctsClocks })
    const { spans, start: zero } = this.#timeline
    this.#haystacks = undefined
    this.#positions.clear()
    spans.forEach((span, at) => {
      this.#positions.set(span, at)
    })
    this.#keys = keysOf(spans)
    const critical = new Map<TimelineSpan, PathStep[]>()
    for (const step of criticalPath(this.#timeline)) {
      const held = critical.get(step.span)
      if (held === undefined) critical.set(step.span, [step])
      else held.push(step)
    }
    const rows = timelineRows(this.#timeline, grouping).map(({ span, depth, parent, isLast, below }): Row => {
      const { name, type, kind, state, status, label, start, end, skew } = span
      return {
        at: this.#positions.get(span) ?? -1,
        key: this.#keyOf(span),
        name,
        type,
        kind,
        state,
        status,
        label,
        depth,
        parent,
        isLast,
        below,
        start: start - zero,
        end: end === undefined ? undefined : end - zero,
        skew,
        self: selfTime(span),
        own: atMost(ownStretches(span), mostStretches, zero),
        critical: atMost(critical.get(span) ?? [], mostStretches, zero),
      }
    })
    return { overview: overviewOf(this.#timeline), rows }
  }

  operations(): readonly OperationTime[] {
    return timeByOperation(this.#timeline, criticalPath(this.#timeline))
  }

  details(at: number): Details | undefined {
    const { spans } = this.#timeline
    const span = spans[at]
    if (span === undefined) return undefined
    const { subsegments: _nested, ...document } = span.document
    const recorder = typeof document.cause === 'string' ? spans[recorderOf(spans, document.cause)] : undefined
    return {
      key: this.#keyOf(span),
      document,
      caller: span.parent && this.#neighbour(span.parent),
      segment: this.#neighbour(span.segment),
      callees: span.callees.slice(0, 20).map((callee) => this.#neighbour(callee)),
      recorder: recorder && this.#neighbour(recorder),
    }
  }

  /** Positions of the (sub)segments whose names, requests, ids, annotations, exceptions or queries contain the text. */
  search(text: string): readonly number[] {
    const wanted = text.trim().toLowerCase()
    if (wanted === '') return []
    this.#haystacks ??= this.#timeline.spans.map(haystackOf)
    return this.#haystacks.flatMap((haystack, at) => (haystack.includes(wanted) ? [at] : []))
  }

  /** The processed documents, as BatchGetTraces has them. */
  documents(): readonly JsonObject[] {
    return this.#documents
  }

  #neighbour(span: TimelineSpan): Neighbour {
    return { key: this.#keyOf(span), name: span.name }
  }

  #keyOf(span: TimelineSpan): string {
    return this.#keys[this.#positions.get(span) ?? -1] ?? ''
  }
}

function keysOf(spans: readonly TimelineSpan[]): readonly string[] {
  const seen = new Map<string, number>()
  return spans.map(({ id }) => {
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    return count === 1 ? id : `${id}~${count}`
  })
}

function haystackOf({ id, name, type, label, state, document }: TimelineSpan): string {
  const { annotations, cause, http, sql, user, aws } = document
  const searched: JsonObject = { annotations, cause, http, sql, user, aws }
  const more = Object.values(searched).filter((value) => isObject(value) || typeof value === 'string')
  return `${id}\n${name}\n${type}\n${label}\n${state}\n${more.map((value) => JSON.stringify(value)).join('\n')}`.toLowerCase()
}
