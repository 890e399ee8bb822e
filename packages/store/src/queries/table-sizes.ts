import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'

/** A table as it lies on disk, on the node that answers. */
export interface TableSize {
  readonly table: string
  readonly parts: number
  readonly rows: number
  readonly bytes: number
}

/**
 * How large are our tables, and of how many parts? Many parts mean that merges do not keep up.
 *
 * Cost: a row of memory a part, no data is read; 1 to 3 ms.
 */
const sql = `
select
  table,
  count(),
  sum(rows),
  sum(bytes_on_disk)
from system.parts
where database = currentDatabase()
  and active
group by table
order by table
`

export async function readTableSizes(connection: Connection): Promise<TableSize[]> {
  const rows = await connection.rows('ask', { sql })
  return rows.map((row) => {
    const cells = new Cells(row)
    return { table: cells.text(), parts: cells.number(), rows: cells.number(), bytes: cells.number() }
  })
}
