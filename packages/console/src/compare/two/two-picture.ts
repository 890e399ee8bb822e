import {
  type ComparedOperation,
  type ComparedRow,
  compareOperations,
  compareTimelines,
  criticalPath,
  type JsonObject,
  type SpanState,
  type TimelineSpan,
  timeByOperation,
  timelineOf,
} from '@roentgen/trace'
import { type Overview, overviewOf } from '../../trace/overview.ts'

/** One side of a row. Times in microseconds. */
export interface TwoSide {
  /** What its trace's page calls it. */
  readonly key: string
  readonly state: SpanState
  readonly status: number | undefined
  /** undefined while in progress. */
  readonly duration: number | undefined
}

/** One line of two traces side by side, as the reading thread sends it. */
export interface TwoRow extends Omit<ComparedRow, 'a' | 'b'> {
  readonly name: string
  readonly kind: TimelineSpan['kind']
  readonly type: string
  readonly label: string
  readonly a: TwoSide | undefined
  readonly b: TwoSide | undefined
}

/** Two traces side by side: everything that the page shows. */
export interface TwoPicture {
  readonly a: Overview
  readonly b: Overview
  readonly rows: readonly TwoRow[]
  readonly operations: readonly ComparedOperation[]
}

/** @param a documents of BatchGetTraces, as are those of `b` */
export function twoPicture(a: readonly JsonObject[], b: readonly JsonObject[]): TwoPicture {
  const [ofA, ofB] = [timelineOf(a), timelineOf(b)]
  return {
    a: overviewOf(ofA),
    b: overviewOf(ofB),
    rows: compareTimelines(ofA, ofB).flatMap(rowOf),
    operations: compareOperations(timeByOperation(ofA, criticalPath(ofA)), timeByOperation(ofB, criticalPath(ofB))),
  }
}

function rowOf(row: ComparedRow): TwoRow[] {
  const { a, b, ...others } = row
  // B is the later one by custom: where both are there, it names the row.
  const span = b ?? a
  if (span === undefined) return []
  const { name, kind, type, label } = span
  return [{ ...others, name, kind, type, label, a: a && sideOf(a), b: b && sideOf(b) }]
}

function sideOf({ id, state, status, start, end }: TimelineSpan): TwoSide {
  return { key: id, state, status, duration: end === undefined ? undefined : end - start }
}
