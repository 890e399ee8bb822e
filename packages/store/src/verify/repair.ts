import type { Micros, TraceId } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import { SummaryRows } from '../insert-summaries.ts'
import { minuteOf } from '../loader/minutes-touched.ts'
import { insertMarks } from '../map/insert-marks.ts'
import { hour, minute } from '../map/span-of-rows.ts'
import type { KeyedSummary } from '../question.ts'
import type { MapDifference } from './difference.ts'

/**
 * Marks the minutes of a row at fault: they are read from summaries from now on, until the row is made again. Of an hour
 * one minute is enough.
 */
export async function repairMap(connection: Connection, { table, start }: MapDifference): Promise<void> {
  const minutes = new Set<Micros>([start])
  if (table === 'map_1h') for (let at: number = start; at < start + hour; at += minute) minutes.add(at as Micros)
  await insertMarks(connection, minutes)
}

/** Summaries as the documents say, in place of rows at fault. A row of a greater revision than that cannot be replaced. */
export class SummaryRepair {
  readonly #rows = new SummaryRows()
  readonly #minutes = new Set<Micros>()

  /** `right` in place of `stored`; undefined: no row at all. */
  put(traceId: TraceId, right: KeyedSummary | undefined, stored: readonly KeyedSummary[]): void {
    if (right !== undefined) {
      this.#rows.add(right.keyTime, right.summary)
      this.#minutes.add(minuteOf(right.summary.start, right.keyTime))
    }
    for (const { keyTime, summary } of stored) {
      this.#minutes.add(minuteOf(summary.start, keyTime))
      if (keyTime !== right?.keyTime) this.#rows.bury(keyTime, traceId)
    }
  }

  /** Rows first, then the marks, as a load does. */
  async write(connection: Connection): Promise<void> {
    await this.#rows.insert(connection)
    await insertMarks(connection, this.#minutes)
  }
}
