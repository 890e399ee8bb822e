import type { Micros } from '@roentgen/trace'
import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'

/** Which key is the newest, whatever became of its row? Cost: none, each part knows its own. */
const sql = 'select max(key_time) from summaries'

/** 0 where there is none. */
export async function readNewestKey(connection: Connection): Promise<Micros> {
  const [row = []] = await connection.rows('ask', { sql })
  return new Cells(row).micros()
}
