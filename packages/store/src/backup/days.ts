import type { Micros } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import { readStoreIdentity } from '../queries/store-identity.ts'
import { readStoredPartitions } from '../queries/stored-partitions.ts'
import { dayOfPartition } from '../retention/day.ts'

/** What there is to back up. */
export interface BackupDays {
  /** Of this store and no other. */
  readonly store: string
  /** Midnights at which days begin that hold documents, oldest first; how many rows, repeats included. */
  readonly days: readonly { readonly day: Micros; readonly rows: number }[]
}

export async function backupDays(connection: Connection, horizon: Micros): Promise<BackupDays> {
  const [store, partitions] = [await readStoreIdentity(connection), await readStoredPartitions(connection)]
  const days = partitions.flatMap(({ table, name, rows }) => {
    const day = table === 'segments' && rows > 0 ? dayOfPartition(name) : undefined
    return day !== undefined && day >= horizon ? [{ day, rows }] : []
  })
  return { store, days: days.sort((a, b) => a.day - b.day) }
}
