import type { Micros, TraceId } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import { beginOfDay, day } from '../retention/day.ts'
import { readDirectory } from './directory.ts'
import { daysOf, readTexts, readTextsOfAllDays, readTextsOfDays } from './documents-by-trace.ts'
import type { StoredDays } from './stored-days.ts'

/** A trace that began so long before midnight is looked for on both days; µs. */
const overMidnight = 600_000_000

/**
 * The distinct texts of all stored documents of these traces since the horizon; traces without any are left out.
 *
 * Where the days are few all of them are read. Where they are many the trace directory says which. X-Ray's ids begin with
 * the second in which they were made, so the days that they tell are read at the same time, and are mostly all there
 * are; what an id says decides nothing but that.
 */
export async function readStoredTexts(
  connection: Connection,
  days: StoredDays,
  traceIds: readonly TraceId[],
  horizon: Micros,
): Promise<Map<TraceId, string[]>> {
  if (days.areFew) return readTextsOfAllDays(connection, traceIds, horizon)
  const likely = likelyDays(traceIds, days, horizon)
  if (likely === undefined)
    return readTexts(connection, await readDirectory(connection, 'lookup', traceIds, horizon), horizon)
  const [directory, found] = await Promise.all([
    readDirectory(connection, 'lookup', traceIds, horizon),
    readTextsOfDays(connection, traceIds, likely),
  ])
  const elsewhere = new Map(
    [...directory].filter(([, entry]) => [...daysOf([entry], horizon)].some((begin) => !likely.has(begin))),
  )
  for (const [traceId, texts] of await readTexts(connection, elsewhere, horizon)) found.set(traceId, texts)
  return found
}

/** undefined where one of the ids tells none, as W3C's do, which are made by chance alone. */
function likelyDays(traceIds: readonly TraceId[], days: StoredDays, horizon: Micros): Set<Micros> | undefined {
  const likely = new Set<Micros>()
  for (const traceId of traceIds) {
    const made = Number.parseInt(traceId.slice(2, 10), 16) * 1_000_000
    if (!days.mayHold(made)) return undefined
    likely.add(beginOfDay(made)).add(beginOfDay(made + overMidnight))
  }
  return new Set([...likely].filter((begin) => begin + day > horizon))
}
