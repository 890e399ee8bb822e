import type { Micros, TraceId } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import { SummaryRows } from '../insert-summaries.ts'
import { insertMarks } from '../map/insert-marks.ts'
import { LateTracesLeft, renewLateTraces } from '../map/late-traces.ts'
import { type Place, placeOf } from '../map/place.ts'
import { slot } from '../map/span-of-rows.ts'
import { spanOf } from '../queries/row-states.ts'
import type { GroupedSummary } from '../queries/verify-range.ts'
import type { KeyedSummary } from '../question.ts'
import type { MapDifference } from './difference.ts'

/**
 * Marks a row at fault: its time is read from summaries from now on, until the row is made again. What late traces need of
 * summaries is copied anew.
 */
export async function repairMap(connection: Connection, { table, start, isLate }: MapDifference): Promise<void> {
  const end = start + spanOf(table === 'marks' ? 'map_1m' : table)
  if (isLate) await renewLateTraces(connection, { start, end: end as Micros })
  const places = new Set<Place>()
  for (let at: number = start; at < end; at += slot) places.add((at + (isLate ? 1 : 0)) as Place)
  await insertMarks(connection, places)
}

/** Summaries as the documents say, in place of rows at fault. A row of a greater revision than that cannot be replaced. */
export class SummaryRepair {
  readonly #rows = new SummaryRows()
  readonly #left = new LateTracesLeft()
  readonly #places = new Set<Place>()

  /** `right` in place of `stored`; undefined: no row at all. */
  put(traceId: TraceId, right: GroupedSummary | undefined, stored: readonly KeyedSummary[]): void {
    if (right !== undefined) {
      this.#rows.add(right.keyTime, right.summary, right.groups)
      this.#places.add(placeOf(right.summary.start, right.keyTime))
    }
    for (const { keyTime, summary } of stored) {
      const before = placeOf(summary.start, keyTime)
      this.#places.add(before)
      this.#left.add(traceId, summary.revision, before, right && placeOf(right.summary.start, right.keyTime))
      if (keyTime !== right?.keyTime) this.#rows.bury(keyTime, traceId)
    }
  }

  /** Rows first, then the marks, as a load does. */
  async write(connection: Connection): Promise<void> {
    await this.#rows.insert(connection)
    await this.#left.insert(connection)
    await insertMarks(connection, this.#places)
  }
}
