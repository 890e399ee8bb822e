import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'

/** A table's part of a day, of a month, or the whole of it. */
export interface StoredPartition {
  readonly table: string
  /** `20261122`, `202611`, or `all`. */
  readonly name: string
  readonly rows: number
  /** On disk, replaced parts that the engine has not removed yet included. */
  readonly bytes: number
}

/** What do the tables take on disk, partition by partition? Cost: none, the engine has it in memory. */
const sql = `
select
  table,
  partition_id,
  sumIf(rows, active),
  sum(bytes_on_disk)
from system.parts
where database = currentDatabase()
group by table, partition_id
order by table, partition_id
`

export async function readStoredPartitions(connection: Connection): Promise<readonly StoredPartition[]> {
  return (await connection.rows('lookup', { sql })).map((row) => {
    const cells = new Cells(row)
    return { table: cells.text(), name: cells.text(), rows: cells.number(), bytes: cells.number() }
  })
}
