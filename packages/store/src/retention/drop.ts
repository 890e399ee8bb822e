import type { Micros, TraceId } from '@roentgen/trace'
import { uuidOfTraceId } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { renewLateTraces } from '../map/late-traces.ts'
import { hour, minute } from '../map/span-of-rows.ts'
import { readStoredPartitions, type StoredPartition } from '../queries/stored-partitions.ts'
import { dayOfPartition } from './day.ts'

/** Where the past ends: of documents, which outlive everything that is made from them, and of the rest. */
export interface DropLimits {
  readonly documents: Micros
  readonly others: Micros
}

/** The day partitions that lie wholly before. Tables that have none (the directory, marks) are cleaned by rows. */
export function partitionsBefore(
  partitions: readonly StoredPartition[],
  { documents, others }: DropLimits,
): readonly StoredPartition[] {
  return partitions.filter(({ table, name }) => {
    const begin = dayOfPartition(name)
    return begin !== undefined && begin < (table === 'segments' ? documents : others)
  })
}

/** Drops what {@link partitionsBefore} names, and gives it. Again is no error. */
export async function dropPartitions(connection: Connection, limits: DropLimits): Promise<readonly StoredPartition[]> {
  const dropped = partitionsBefore(await readStoredPartitions(connection), limits)
  // Names are the engine's own, made of digits.
  for (const { table, name } of dropped)
    await connection.command({ sql: `alter table ${table} drop partition id '${name}'` })
  return dropped
}

/**
 * Forgets the marks of minutes before a midnight: their rows are dropped, and without marks nobody makes them again.
 * A statement binds no value here: the engine stores it as text, to run it part by part.
 */
export async function deleteMarks(connection: Connection, before: Micros): Promise<void> {
  await connection.command({
    sql: `alter table marks delete where slot < ${Math.trunc(before)}`,
    settings: { mutations_sync: '1' },
  })
}

/** So many ids make a statement of 400 KB. */
const idsOfStatement = 10_000

/**
 * Deletes all rows of some traces, tombstones too: late traces of every slot since a midnight, listings and summaries of a
 * partition. Summaries last: after a crash their tombstones say which traces these are. The engine rewrites the parts that
 * hold some. Names of partitions are its own; ids are digits.
 */
export async function deleteTraces(
  connection: Connection,
  { partition, since }: { readonly partition: string; readonly since: Micros },
  traceIds: readonly TraceId[],
): Promise<void> {
  const settings = { mutations_sync: '1', max_query_size: '1000000' } as const
  for (let at = 0; at < traceIds.length; at += idsOfStatement) {
    const ids = traceIds.slice(at, at + idsOfStatement).map((traceId) => `'${uuidOfTraceId(traceId)}'`)
    const where = `trace_id in (${ids.join(', ')})`
    for (const sql of [
      `alter table late_traces delete
where slot >= ${Math.trunc(since)}
  and ${where}`,
      ...['listings', 'summaries'].map(
        (table) => `alter table ${table} delete in partition id '${partition}'
where ${where}`,
      ),
    ])
      await connection.command({ sql, settings })
  }
}

/**
 * Removes the directory's entries of traces without any document since then, by default in the background: it rewrites the
 * parts that hold some. While the horizon stands, nothing relies on it; readers pass over such entries.
 */
export async function deleteEntries(
  connection: Connection,
  before: Micros,
  when: 'now' | 'soon' = 'soon',
): Promise<void> {
  await connection.command({
    sql: `alter table traces delete where last < ${Math.trunc(before)}`,
    settings: { mutations_sync: when === 'now' ? '1' : '0' },
  })
}

/**
 * Makes anew what the map knows since `time` of traces whose key is older: one that starts up to an hour after its receipt
 * counts at its start.
 */
export async function markSlotsAfter(connection: Connection, time: Micros): Promise<void> {
  const end = (time + hour + minute) as Micros
  await renewLateTraces(connection, { start: time, end })
  await connection.command({
    sql: `insert into marks
select
  slot,
  late,
  1
from marks
where slot >= ${Math.trunc(time)}
  and slot < ${Math.trunc(end)}
group by
  slot,
  late`,
  })
}
