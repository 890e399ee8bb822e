import { assemble, digestDocument, type Micros, summarize, type TraceId, type TraceSummary } from '@roentgen/trace'
import type { Connection } from '../connection.ts'
import { StoreError } from '../errors.ts'
import type { GroupVersions } from '../groups/group-versions.ts'
import { listedOf } from '../listed-decode.ts'
import type { StoredDocument } from '../queries/documents-by-trace.ts'
import { type GroupedSummary, readRange, readRangeEnd, type StoredSummary } from '../queries/verify-range.ts'
import type { Horizon } from '../retention/horizon.ts'
import type { Difference, TraceDifference } from './difference.ts'
import { firstDifference } from './first-difference.ts'
import { repairMap, SummaryRepair } from './repair.ts'
import { verifyMap } from './verify-map.ts'

/** Traces that are in memory at one time: each range looks through the ids of all summaries. */
const mostTraces = 8_000
/** Bytes of their documents, but for a trace that has more alone. */
const mostBytes = 128 * 1024 ** 2

export interface VerifiedStore {
  readonly connection: Connection
  readonly horizon: Horizon
  readonly groups: GroupVersions
}

export interface VerifyOptions {
  /** Mends summaries and map rows while it goes; of the directory it only tells. */
  readonly repair?: boolean
  /** Of the documents that are in memory at one time; of a trace alone they may be more. */
  readonly bytes?: number
}

/**
 * Computes the trace directory and every summary from the stored documents again, a range of trace ids at a time, and
 * gives each difference from what is stored since the horizon; then the map's rows from the summaries. Documents that are still in write-ahead files are not looked at: flush first.
 */
export async function* verify(
  store: VerifiedStore,
  { repair = false, bytes = mostBytes }: VerifyOptions = {},
): AsyncGenerator<Difference> {
  const { connection, horizon, groups } = store
  await Promise.all([horizon.refresh(), groups.refresh()])
  yield* verifyTraces(store, repair, bytes)
  for await (const difference of verifyMap(connection, horizon.time, groups.groups)) {
    if (repair) await repairMap(connection, difference)
    yield difference
  }
}

async function* verifyTraces(
  { connection, horizon, groups: { all, membership } }: VerifiedStore,
  repair: boolean,
  bytes: number,
): AsyncGenerator<TraceDifference> {
  const versions = new Set(all.map(({ id }) => id))
  for await (const { documents, directory, summaries } of ranges(connection, horizon, bytes)) {
    const mending = new SummaryRepair()
    // The engine gives them in any order.
    const traceIds = new Set([...documents.keys(), ...directory.keys(), ...summaries.keys()])
    for (const traceId of [...traceIds].sort()) {
      const found = documents.get(traceId)
      const entry = directory.get(traceId)
      const rows = summaries.get(traceId) ?? []
      if (found === undefined) {
        if (entry !== undefined) yield { traceId, table: 'traces', problem: 'extra' }
        for (const { keyTime } of rows) yield { traceId, table: 'summaries', problem: 'extra', keyTime }
        mending.put(traceId, undefined, rows)
        continue
      }
      const times = found.map(({ received }) => received)
      const expected = { first: least(times), last: greatest(times) }
      if (entry === undefined) yield { traceId, table: 'traces', problem: 'missing' }
      else {
        // What the directory knows of documents that are gone stays until all of the trace's are.
        const known = entry.first < horizon.farthest ? { ...entry, first: expected.first } : entry
        const difference = firstDifference(known, expected)
        if (difference !== undefined) yield { traceId, table: 'traces', problem: 'differs', ...difference }
      }
      const summary = summaryOf(traceId, found)
      const right = summary && {
        keyTime: expected.first,
        summary,
        groups: membership.of(expected.first, summary),
      }
      const known = rows.map((row) => ({ ...row, groups: row.groups.filter((id) => versions.has(id)) }))
      const differences = [...summaryDifferences(traceId, expected.first, right, known)]
      yield* differences
      if (differences.length > 0) mending.put(traceId, right, rows)
    }
    if (repair) await mending.write(connection)
  }
}

/** All that is stored, a range of trace ids at a time; those with large documents are shorter. */
async function* ranges(connection: Connection, horizon: Horizon, bytes: number) {
  let after: TraceId | undefined
  let traces = mostTraces
  for (;;) {
    const upTo: TraceId | undefined = await readRangeEnd(connection, after, traces)
    const range = { after, upTo }
    try {
      yield await readRange(connection, range, horizon.time, traces > 1 ? bytes : undefined)
    } catch (error) {
      if (!(error instanceof StoreError && error.code === 'QuestionTooExpensive' && traces > 1)) throw error
      traces = Math.ceil(traces / 8)
      continue
    }
    if (upTo === undefined) return
    after = upTo
    traces = Math.min(mostTraces, traces * 2)
  }
}

function* summaryDifferences(
  traceId: TraceId,
  key: Micros,
  expected: GroupedSummary | undefined,
  rows: readonly StoredSummary[],
): Generator<TraceDifference> {
  const table = 'summaries'
  const [right, ...more] = rows.filter(({ keyTime }) => keyTime === key)
  const wrong = rows.filter(({ keyTime }) => keyTime !== key).concat(more)
  if (expected === undefined) {
    for (const { keyTime } of rows) yield { traceId, table, problem: 'extra', keyTime }
    return
  }
  for (const { keyTime } of wrong)
    yield { traceId, table, problem: right === undefined ? 'under a wrong key' : 'under two keys', keyTime }
  if (right === undefined) {
    if (wrong.length === 0) yield { traceId, table, problem: 'missing' }
    return
  }
  const difference =
    firstDifference(right.summary, expected.summary) ??
    firstDifference({ groups: right.groups }, { groups: expected.groups }) ??
    (right.listed && firstDifference({ listed: right.listed }, { listed: listedOf(expected.summary) })) ??
    // The engine makes numbers from lists that have just been compared.
    (right.wrongNumbers && { field: right.wrongNumbers, stored: 'others', expected: 'those of its values' })
  if (difference !== undefined) yield { traceId, table, problem: 'differs', keyTime: key, ...difference }
}

/** undefined where no document of the trace can be read: then it has no summary. */
function summaryOf(traceId: TraceId, documents: readonly StoredDocument[]): TraceSummary | undefined {
  const texts = new Set(documents.map(({ text }) => text))
  const digests = [...texts].map((text) => digestDocument(text)).filter((digest) => digest !== undefined)
  return digests.length === 0 ? undefined : summarize(assemble(traceId, digests))
}

function least(times: readonly Micros[]): Micros {
  return times.reduce((a, b) => Math.min(a, b) as Micros)
}

function greatest(times: readonly Micros[]): Micros {
  return times.reduce((a, b) => Math.max(a, b) as Micros)
}
