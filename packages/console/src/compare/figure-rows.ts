import type { TraceFigures } from '@roentgen/api'
import { countText, durationText, pointsText, shareText, timesText } from '../format/numbers.ts'

/** A figure of both sets. */
export interface FigureRow {
  readonly name: string
  readonly a: string
  readonly b: string
  /** Of A, from B; '' where there is nothing to compare. */
  readonly change: string
  /** For bars beside each other, on one scale from 0 to 1. */
  readonly lengths: readonly [number, number]
}

export function figureRows(a: TraceFigures, b: TraceFigures): readonly FigureRow[] {
  return [
    counts(a, b),
    time('Median (p50)', a.p50, b.p50),
    time('p95', a.p95, b.p95),
    time('p99', a.p99, b.p99),
    time('Average', a.mean, b.mean),
    share('Faults', a.fault, b.fault, a, b),
    share('Errors', a.error, b.error, a, b),
    share('Throttled', a.throttle, b.throttle, a, b),
  ]
}

function counts(a: TraceFigures, b: TraceFigures): FigureRow {
  return {
    name: 'Traces',
    a: countText(a.count),
    b: countText(b.count),
    change: timesAs(a.count, b.count, 'as many', 'fewer'),
    lengths: lengths(a.count, b.count),
  }
}

function time(name: string, a: number | null, b: number | null): FigureRow {
  return {
    name,
    a: a === null ? '–' : durationText(a),
    b: b === null ? '–' : durationText(b),
    change: a === null || b === null ? '' : timesAs(a, b, 'as long', 'shorter'),
    lengths: lengths(a ?? 0, b ?? 0),
  }
}

function share(name: string, a: number, b: number, ofA: TraceFigures, ofB: TraceFigures): FigureRow {
  const [shareOfA, shareOfB] = [ofA.count === 0 ? 0 : a / ofA.count, ofB.count === 0 ? 0 : b / ofB.count]
  return {
    name,
    a: shareText(shareOfA),
    b: shareText(shareOfB),
    change: ofA.count === 0 || ofB.count === 0 ? '' : pointsText(shareOfA - shareOfB),
    lengths: lengths(shareOfA, shareOfB, fullShare),
  }
}

/** `3.2 × as long`, `2.0 × shorter`, `the same`. */
function timesAs(a: number, b: number, more: string, less: string): string {
  if (a === b) return 'the same'
  if (a === 0 || b === 0) return ''
  return a > b ? `${timesText(a / b)} × ${more}` : `${timesText(b / a)} × ${less}`
}

/** A bar of this share is full, so that one failure of thousands does not look like all. */
const fullShare = 0.1

function lengths(a: number, b: number, full = 0): readonly [number, number] {
  const most = Math.max(a, b, full)
  return most === 0 ? [0, 0] : [a / most, b / most]
}
