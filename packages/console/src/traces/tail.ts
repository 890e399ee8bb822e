import type { Arrivals, ArrivedTrace } from '../wire/live-traces.ts'
import type { ListedTrace } from './cells.ts'

/** What came while the list was followed. */
export interface Tail {
  /** Above the list, the newest first. */
  readonly shown: readonly ArrivedTrace[]
  /** Came while someone was reading further down: shown when they say so, or are at the top again. */
  readonly held: readonly ArrivedTrace[]
  /** Still in progress, by id: shown when they are complete. */
  readonly running: ReadonlyMap<string, ArrivedTrace>
  /** Traces of the list below that are other by now. */
  readonly revised: ReadonlyMap<string, ArrivedTrace>
  /** Ids of those that came last. */
  readonly fresh: ReadonlySet<string>
  /** Traces that completed since it began. */
  readonly came: number
  /** The server did not know all that came. */
  readonly isIncomplete: boolean
}

export const emptyTail: Tail = {
  shown: [],
  held: [],
  running: new Map(),
  revised: new Map(),
  fresh: new Set(),
  came: 0,
  isIncomplete: false,
}

/** Of each kind; the oldest go first. */
const most = 1_000

interface Reading {
  /** Nothing may move now. */
  readonly isHeld: boolean
  /** Whether a trace stands in the list below. */
  readonly isListed: (id: string) => boolean
}

/** The tail after an answer. A trace comes once, when no segment of it is in progress, and keeps its place afterwards. */
export function arrived(tail: Tail, { traces, gone, complete }: Arrivals, { isHeld, isListed }: Reading): Tail {
  const known = new Set([...tail.shown, ...tail.held].map(({ id }) => id))
  const newest = new Map(traces.map((trace) => [trace.id, trace]))
  const left = new Set(gone)
  const running = new Map(tail.running)
  const revised = new Map(tail.revised)
  const completed: ArrivedTrace[] = []
  for (const trace of newest.values()) {
    running.delete(trace.id)
    if (known.has(trace.id)) continue
    if (isListed(trace.id)) revised.set(trace.id, trace)
    else if (trace.partial) running.set(trace.id, trace)
    else completed.push(trace)
  }
  for (const id of left) running.delete(id)
  completed.sort((a, b) => b.start - a.start)
  const renewed = (before: readonly ArrivedTrace[], mayLeave: boolean) =>
    before.filter(({ id }) => !(mayLeave && left.has(id))).map((trace) => newest.get(trace.id) ?? trace)
  const shown = renewed(tail.shown, !isHeld)
  const held = renewed(tail.held, true)
  return {
    shown: isHeld ? shown : [...completed, ...held, ...shown].slice(0, most),
    held: isHeld ? [...completed, ...held].slice(0, most) : [],
    running: new Map([...running].slice(-most)),
    revised,
    fresh: isHeld ? tail.fresh : new Set([...completed, ...held].map(({ id }) => id)),
    came: tail.came + completed.length,
    isIncomplete: tail.isIncomplete || !complete,
  }
}

/** What was held is shown. */
export function released(tail: Tail): Tail {
  if (tail.held.length === 0) return tail
  return {
    ...tail,
    shown: [...tail.held, ...tail.shown].slice(0, most),
    held: [],
    fresh: new Set(tail.held.map(({ id }) => id)),
  }
}

/** The list with what came above it, each trace once. */
export function followed({ shown, revised }: Tail, listed: readonly ListedTrace[]): readonly ListedTrace[] {
  if (shown.length === 0 && revised.size === 0) return listed
  const above = new Set(shown.map(({ id }) => id))
  return [...shown, ...listed.filter(({ id }) => !above.has(id)).map((trace) => revised.get(trace.id) ?? trace)]
}
