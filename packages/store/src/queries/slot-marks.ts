import type { Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection, Lane } from '../connection.ts'
import { inRanges } from '../map/ranges.ts'
import type { Window } from '../question.ts'

/** How many marks have the slots of traces that came on time? Sort key: (slot, late). */
const sql = (where: string) => `
select
  slot,
  sum(marks)
from marks
where late = 0
  and ${where}
group by slot
`

/** Slots without marks are left out. */
export async function readSlotMarks(
  connection: Connection,
  lane: Lane,
  ranges: readonly Window[],
): Promise<ReadonlyMap<Micros, number>> {
  if (ranges.length === 0) return new Map()
  const { sql: where, parameters } = inRanges('slot', ranges)
  const rows = await connection.rows(lane, { sql: sql(where), parameters })
  return new Map(
    rows.map((row) => {
      const cells = new Cells(row)
      return [cells.micros(), cells.number()]
    }),
  )
}
