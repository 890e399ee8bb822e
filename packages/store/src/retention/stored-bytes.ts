import type { Bytes, Micros } from '@roentgen/trace'
import type { StoredPartition } from '../queries/stored-partitions.ts'
import { dayOfPartition } from './day.ts'

/** What the tables hold, as people and limits want to know it. */
export interface StoredBytes {
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly bytes: Bytes }[]
  readonly bytes: Bytes
  /** Midnights at which the days begin that documents or summaries lie on, oldest first. */
  readonly days: readonly Micros[]
}

export function storedBytes(partitions: readonly StoredPartition[]): StoredBytes {
  const tables = new Map<string, { table: string; rows: number; bytes: number }>()
  const days = new Set<Micros>()
  for (const { table, name, rows, bytes } of partitions) {
    const sum = tables.get(table) ?? { table, rows: 0, bytes: 0 }
    tables.set(table, { table, rows: sum.rows + rows, bytes: sum.bytes + bytes })
    const day = dayOfPartition(name)
    if (day !== undefined && rows > 0 && (table === 'segments' || table === 'summaries')) days.add(day)
  }
  const all = [...tables.values()]
  return {
    tables: all.map((table) => ({ ...table, bytes: table.bytes as Bytes })),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0) as Bytes,
    days: [...days].sort((a, b) => a - b),
  }
}
