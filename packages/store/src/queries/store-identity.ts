import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'

/** Which store is this? Made by the engine with the database, and never again the same. */
const sql = `
select toString(uuid)
from system.databases
where name = currentDatabase()
`

export async function readStoreIdentity(connection: Connection): Promise<string> {
  const [row = []] = await connection.rows('lookup', { sql })
  return new Cells(row).text()
}
