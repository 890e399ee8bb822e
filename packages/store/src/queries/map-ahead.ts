import type { Connection } from '../connection.ts'
import type { KnownGraphs } from '../map/known-graphs.ts'
import type { RowWanted } from '../map/row-graphs.ts'
import type { Window } from '../question.ts'
import { readRowsAhead } from './packed-rows.ts'
import { readWindowGraph, rowsOfWindow } from './window-graphs.ts'

/**
 * Rows of one statement: a tenth of a second, for which a question of a map may have to wait. The engine reads up to 64
 * that lie together whether we want one or all, so fewer would cost as much each time.
 */
const rowsOfStep = 30

/**
 * Reads what the map of a window will be made of in small steps between which questions go first; then asks
 * for the map itself, which adds up what can be added up and runs all that a first question would run for the first time.
 * A question that comes meanwhile finds what was read. Ends early when the signal fires, or when no more is remembered.
 *
 * @returns how many rows were read
 */
export async function readMapAhead(
  connection: Connection,
  window: Window,
  known: KnownGraphs,
  signal: AbortSignal,
): Promise<number> {
  await connection.whenNobodyAsks(signal)
  if (signal.aborted) return 0
  let read = 0
  for (const rows of stepsOf(await rowsOfWindow(connection, 'ahead', window, known.versions))) {
    await connection.whenNobodyAsks(signal)
    if (signal.aborted || known.rows.isNearlyFull) return read
    await readRowsAhead(connection, { group: '', rows, known })
    read += rows.length
  }
  await connection.whenNobodyAsks(signal)
  if (read > 0 && !signal.aborted) await readWindowGraph(connection, 'ahead', window, { known, group: undefined })
  return read
}

/** Each of rows that lie together. */
function stepsOf(rows: readonly RowWanted[]): RowWanted[][] {
  const steps: RowWanted[][] = []
  for (const row of rows) {
    const last = steps.at(-1)
    const isNext = last?.[0]?.table === row.table && last[0].isLate === row.isLate && last.length < rowsOfStep
    if (isNext) last.push(row)
    else steps.push([row])
  }
  return steps
}
