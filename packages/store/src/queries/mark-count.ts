import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'

/**
 * How often has any server listed traces? Grows with each load, and falls when days are dropped. Cost: a column of the
 * slots, some 8,640 a day.
 */
const sql = `
select sum(marks)
from marks
`

export async function readMarkCount(connection: Connection): Promise<number> {
  const [row = []] = await connection.rows('lookup', { sql })
  return new Cells(row).number()
}
