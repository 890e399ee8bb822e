import type { Micros, TraceId } from '@roentgen/trace'
import { ActiveTraces } from '../active-traces.ts'
import { assembleTraces } from '../loader/assemble-traces.ts'
import type { TraceRecords } from '../loader/batch.ts'
import { insertMarks } from '../map/insert-marks.ts'
import { readBuriedTraces } from '../queries/buried-traces.ts'
import { readStraddlingTraces } from '../queries/straddling-traces.ts'
import type { Store } from '../store.ts'
import { day } from './day.ts'
import { deleteEntries, deleteMarks, deleteTraces, dropPartitions, markSlotsAfter } from './drop.ts'

export interface ForgetOptions {
  readonly store: Pick<Store, 'connection' | 'horizon' | 'groups'>
  /** Documents received before go; without it those of the last day before the horizon stay. */
  readonly documentsBefore?: Micros
  readonly onFailure: (traceId: TraceId, error: unknown) => void
}

/**
 * Makes every table say what the documents since the horizon say, while no load does anything. Each step may be
 * repeated; after a crash all are done again.
 *
 * Marks go before the rows that know them. Straddling traces, of which only later documents are left, are new, partial
 * ones: they get rows after the old ones are dropped, so that none is listed twice. Where such a trace had moved from a
 * later key to one that is dropped now, all of its rows go first: the tombstone would bury the new row, which has the
 * later key again, and without the tombstone the row beneath it would come back.
 */
export async function forgetThePast({ store, documentsBefore, onFailure }: ForgetOptions): Promise<void> {
  const { connection, horizon } = store
  const { time } = horizon
  const documents = documentsBefore ?? graceBefore(time)
  await deleteMarks(connection, time)
  await dropPartitions(connection, { documents, others: time })
  for (const [partition, traceIds] of await readBuriedTraces(connection, time))
    await deleteTraces(connection, { partition, since: time }, traceIds)
  await assembleAgain(store, await readStraddlingTraces(connection, time), onFailure)
  await markSlotsAfter(connection, time)
  await horizon.settle()
  await deleteEntries(connection, documents)
}

/** Documents are dropped a day later than what is made of them: another server may not know of the horizon yet. */
export function graceBefore(horizon: Micros): Micros {
  return Math.max(0, horizon - day) as Micros
}

async function assembleAgain(
  { connection, horizon, groups }: ForgetOptions['store'],
  traceIds: readonly TraceId[],
  failed: ForgetOptions['onFailure'],
): Promise<void> {
  if (traceIds.length === 0) return
  // Nothing of them is in memory: the store alone knows what is left.
  const inMemory = { active: new ActiveTraces({ now: () => 0 as Micros }), keys: new WeakMap(), places: new WeakMap() }
  const fromStore: TraceRecords = { received: [], sequence: [], recovered: true }
  const { rows, lateTracesLeft, touched } = await assembleTraces(
    { connection, horizon, groups, ...inMemory, failed, took: () => {}, tooLarge: () => {} },
    new Map(traceIds.map((traceId) => [traceId, fromStore])),
  )
  await rows.insert(connection)
  await lateTracesLeft.insert(connection)
  await insertMarks(connection, touched)
}
