import type { Micros } from '@roentgen/trace'
import type { MapTable, RowState } from '../queries/row-states.ts'
import type { Window } from '../question.ts'
import type { RowWanted } from './row-graphs.ts'
import { beginOf, day, hour, minute } from './span-of-rows.ts'

/** From where each part of a window is answered. The ranges do not overlap, and what is in none has no traces. */
export interface WindowPlan {
  /** Rows of map_1d, map_1h and map_1m. */
  readonly days: readonly Window[]
  readonly hours: readonly Window[]
  readonly minutes: readonly Window[]
  /** The same one by one, with what each knows. */
  readonly rows: readonly RowWanted[]
  /** Summaries: dirty minutes and the cut ends of the window. */
  readonly summaries: readonly Window[]
}

/** More parts than this would make a question too long. */
const maxParts = 60

/** The whole spans of time (minutes, hours) in a window. */
export function wholeSpans(window: Window, span: number): Window | undefined {
  const start = beginOf(window.start + span - 1, span)
  const end = beginOf(window.end, span)
  return start < end ? { start, end } : undefined
}

/** The parts of `window` that lie in none of these ranges, which are in the order of time and may lie outside of it. */
export function without(window: Window | undefined, ranges: readonly Window[]): Window[] {
  const rest: Window[] = []
  if (window === undefined) return rest
  let at = window.start
  for (const { start, end } of ranges) {
    if (start >= window.end) break
    if (start > at) rest.push({ start: at, end: start })
    if (end > at) at = end
  }
  if (at < window.end) rest.push({ start: at, end: window.end })
  return rest
}

export function isClean({ marks, version }: RowState): boolean {
  return marks === version
}

export interface WindowStates {
  readonly days: readonly RowState[]
  /** Of those that no clean day answers. */
  readonly hours: readonly RowState[]
  /** Of those that no clean hour answers. */
  readonly minutes: readonly RowState[]
}

/** Of traces that came on time, or of late ones: their states only. */
export function planWindow(window: Window, { days, hours, minutes }: WindowStates): WindowPlan {
  const whole = wholeSpans(window, minute)
  const cut = whole === undefined ? [window] : without(window, [whole])
  const dirty = minutes.filter((state) => !isClean(state)).map(({ start }) => spanAt(start, minute))
  const summaries = fewerRanges(merged([...cut, ...dirty]))
  const apart = ({ start, end }: Window) => !summaries.some((range) => start < range.end && range.start < end)
  const left = (states: readonly RowState[], span: number) =>
    states.filter((state) => isClean(state) && apart(spanAt(state.start, span)))
  const [daysLeft, hoursLeft, minutesLeft] = [left(days, day), left(hours, hour), left(minutes, minute)]
  const ofDays = daysLeft.map(({ start }) => spanAt(start, day))
  const ofHours = hoursLeft.map(({ start }) => spanAt(start, hour))
  const ofMinutes = minutesLeft.map(({ start }) => spanAt(start, minute))
  return {
    days: runs(ofDays, [...ofHours, ...ofMinutes, ...summaries]),
    hours: runs(ofHours, [...ofDays, ...ofMinutes, ...summaries]),
    minutes: runs(ofMinutes, [...ofDays, ...ofHours, ...summaries]),
    rows: [...wanted('map_1d', daysLeft), ...wanted('map_1h', hoursLeft), ...wanted('map_1m', minutesLeft)],
    summaries,
  }
}

function wanted(table: MapTable, states: readonly RowState[]): RowWanted[] {
  return states.map(({ start, isLate, version }) => ({ table, start, isLate, version }))
}

function spanAt(start: Micros, span: number): Window {
  return { start, end: (start + span) as Micros }
}

function merged(ranges: readonly Window[]): Window[] {
  const all: Window[] = []
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1)
    if (last === undefined || range.start > last.end) all.push(range)
    else all[all.length - 1] = { start: last.start, end: Math.max(last.end, range.end) as Micros }
  }
  return all
}

/** The same times, in the order of time, in so few ranges that a question can name them; with the shortest gaps between. */
export function fewerRanges(ranges: readonly Window[]): Window[] {
  if (ranges.length <= maxParts) return [...ranges]
  const gaps = ranges.slice(1).map((range, i) => range.start - (ranges[i]?.end ?? range.start))
  const widest = [...gaps].sort((a, b) => b - a)[maxParts - 2] ?? 0
  const all: Window[] = []
  for (const [i, range] of ranges.entries()) {
    const last = all.at(-1)
    if (last === undefined || ((gaps[i - 1] ?? 0) >= widest && all.length < maxParts)) all.push(range)
    else all[all.length - 1] = { start: last.start, end: range.end }
  }
  return all
}

/** Spans in the order of time, as ranges that hold none of the others: between two spans of a range there are no traces. */
function runs(spans: readonly Window[], others: readonly Window[]): Window[] {
  const all: Window[] = []
  const sorted = [...others].sort((a, b) => a.start - b.start)
  let next = 0
  for (const span of spans) {
    const last = all.at(-1)
    let isApart = last === undefined
    for (let other = sorted[next]; other !== undefined && other.start < span.start; other = sorted[++next])
      if (last === undefined || other.start >= last.end) isApart = true
    if (last === undefined || isApart) all.push(span)
    else all[all.length - 1] = { start: last.start, end: span.end }
  }
  return all
}
