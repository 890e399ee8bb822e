import {
  assemble,
  type DocumentDigest,
  digestDocument,
  type Micros,
  mostSegments,
  summarize,
  type TraceId,
  type TraceSummary,
} from '@roentgen/trace'
import { type ActiveTrace, type ActiveTraces, digestsByIdentity, digestsOf } from '../active-traces.ts'
import type { Connection } from '../connection.ts'
import { StoreError } from '../errors.ts'
import type { GroupVersions } from '../groups/group-versions.ts'
import { SummaryRows } from '../insert-summaries.ts'
import { LateTracesLeft } from '../map/late-traces.ts'
import { type Place, placeOf } from '../map/place.ts'
import { type DirectoryEntry, readDirectory } from '../queries/directory.ts'
import { type ReceivedDocument, readDocuments } from '../queries/documents-by-trace.ts'
import { readSharedTraces } from '../queries/shared-traces.ts'
import type { Horizon } from '../retention/horizon.ts'
import type { TraceRecords } from './batch.ts'
import { Breath } from './breath.ts'
import { earliest, keyInMemory, keysLeft } from './keys-of-traces.ts'
import { type MarkedPlaces, placesOfAnyRevision } from './places-touched.ts'
import type { WrittenKeys } from './written-keys.ts'

/** Versions of groups hold from later on than they are written, by more than this, where servers share a store. ms */
const oldestVersions = 1_000

const nobody: ReadonlySet<TraceId> = new Set()

/** Traces whose documents are read back with one query. */
const tracesOfReading = 400

export interface Assembly {
  readonly rows: SummaryRows
  /** Goes with the rows. */
  readonly lateTracesLeft: LateTracesLeft
  /** The keys to remember once the rows are durable. */
  readonly keys: (readonly [ActiveTrace, Micros])[]
  /** The places to mark once the rows are durable: those where the traces count now, and those that they may have left. */
  readonly touched: Set<Place>
  /** What to remember once these are marked. */
  readonly places: (readonly [ActiveTrace, Place])[]
  readonly traces: number
  /** Traces that are still to be read from the store. */
  readonly toRead: TraceId[]
}

export interface AssemblyTools {
  readonly connection: Connection
  /** Documents received before are gone. */
  readonly horizon: Pick<Horizon, 'time' | 'farthest'>
  readonly groups: Pick<GroupVersions, 'membership' | 'refreshAfter'>
  /** This server's number where others write into the same store. */
  readonly sharedAs?: number | undefined
  readonly active: ActiveTraces
  readonly keys: WrittenKeys
  readonly places: MarkedPlaces
  /** A summary was made, which is to stand under this key. */
  readonly summarized?: ((key: Micros, summary: TraceSummary) => void) | undefined
  /** A trace that could not be assembled: never, by design. */
  readonly failed: (traceId: TraceId, error: unknown) => void
  /** How long a trace took, ms, and whether it has more documents than are assembled. */
  readonly took: (traceId: TraceId, milliseconds: number, isOverLimit: boolean) => void
  /** A trace has more documents than can be read: it keeps the summary that it has. */
  readonly tooLarge: (traceId: TraceId) => void
}

/**
 * Step 2: the summary of every trace, under its key. A trace that memory holds whole is assembled from there, which asks
 * nothing of the store; the documents of the others are read back from it ({@link assembleStored}), after which memory holds
 * them too. So are those of a trace of which another server received some: the server that stored its documents last sees
 * all, and its row is the fullest.
 */
export async function assembleRemembered(
  tools: AssemblyTools,
  traces: ReadonlyMap<TraceId, TraceRecords>,
  shared: ReadonlySet<TraceId> = nobody,
): Promise<Assembly> {
  const assembly: Assembly = {
    rows: new SummaryRows(),
    lateTracesLeft: new LateTracesLeft(),
    keys: [],
    touched: new Set(),
    places: [],
    traces: traces.size,
    toRead: [],
  }
  const { rows, lateTracesLeft, keys, touched, places } = assembly
  const breath = new Breath()
  for (const [traceId, records] of traces) {
    const trace = tools.active.get(traceId)
    const key = trace && keyInMemory(tools.keys, trace, records)
    if (trace === undefined || key === undefined || shared.has(traceId)) {
      assembly.toRead.push(traceId)
      continue
    }
    const began = performance.now()
    const made = assembled(tools, { traceId, key, digests: digestsOf(trace) }, began)
    if (made !== undefined) {
      const { summary, groups } = made
      rows.add(key, summary, groups)
      tools.summarized?.(key, summary)
      const place = placeOf(summary.start, key)
      const left = tools.places.get(trace)
      touched.add(place)
      if (left !== undefined) {
        touched.add(left)
        lateTracesLeft.add(traceId, summary.revision, left, place)
      }
      places.push([trace, place])
    }
    keys.push([trace, key])
    if (breath.due()) await breath.taken()
  }
  return assembly
}

/** The same of traces of which other servers may have stored documents, once ours are stored. */
export async function assembleShared(
  tools: AssemblyTools,
  traces: ReadonlyMap<TraceId, TraceRecords>,
  server: number,
): Promise<Assembly> {
  await tools.groups.refreshAfter(oldestVersions, 'load')
  const shared = await readSharedTraces(tools.connection, [...traces.keys()], server)
  const assembly = await assembleRemembered(tools, traces, shared)
  await assembleStored(tools, traces, assembly)
  return assembly
}

/** Both, of traces that no other server may be storing. */
export async function assembleTraces(
  tools: AssemblyTools,
  traces: ReadonlyMap<TraceId, TraceRecords>,
): Promise<Assembly> {
  const assembly = await assembleRemembered(tools, traces)
  await assembleStored(tools, traces, assembly)
  return assembly
}

/** Adds the traces that are to be read from the store: their documents of this load must be there. Again is no error. */
export async function assembleStored(
  tools: AssemblyTools,
  traces: ReadonlyMap<TraceId, TraceRecords>,
  { rows, lateTracesLeft, keys, touched, places, toRead }: Assembly,
): Promise<void> {
  const { connection, horizon } = tools
  const breath = new Breath()
  while (toRead.length > 0) {
    const directory = await readDirectory(connection, 'load', toRead.slice(0, tracesOfReading), horizon.time)
    const stored = await readInParts(tools, directory)
    for (const [traceId, { first }] of directory) {
      const documents = stored.get(traceId)
      // None: too large to be read, or the directory knows of documents that are not there (any more).
      if (documents === undefined || documents.length === 0) continue
      // Others may have stored an earlier document since the directory was read: rows of one set must have one key.
      const mayBeOld = tools.sharedAs !== undefined && documents.length > 0
      const key = first >= horizon.farthest && !mayBeOld ? first : earliest(documents)
      const digests: DocumentDigest[] = []
      const known = digestsByIdentity(tools.active.get(traceId))
      for (const text of new Set(documents.map((document) => document.text))) {
        const digest = digestDocument(text, { known })
        if (digest !== undefined) digests.push(digest)
        if (breath.due()) await breath.taken()
      }
      tools.active.replace(traceId, digests)
      const trace = tools.active.get(traceId)
      // Of a trace that is too large memory keeps none.
      const all = trace !== undefined && trace.digests.length >= digests.length ? digestsOf(trace) : digests
      const made = assembled(tools, { traceId, key, digests: all })
      const summary = made?.summary
      if (made !== undefined) {
        rows.add(key, made.summary, made.groups)
        tools.summarized?.(key, made.summary)
      }
      const left = keysLeft(key, documents, traces.get(traceId), tools.sharedAs)
      for (const leftKey of left) rows.bury(leftKey, traceId)
      const place = summary && placeOf(summary.start, key)
      for (const before of placesOfAnyRevision(all, [key, ...left])) {
        touched.add(before)
        if (summary !== undefined) lateTracesLeft.add(traceId, summary.revision, before, place)
      }
      if (trace !== undefined) keys.push([trace, key])
      if (trace !== undefined && place !== undefined) places.push([trace, place])
      if (breath.due()) await breath.taken()
    }
    toRead.splice(0, tracesOfReading)
  }
}

/** All that fits into one answer, or else by halves, down to a trace that alone is too large: that one is left out. */
async function readInParts(
  tools: AssemblyTools,
  directory: ReadonlyMap<TraceId, DirectoryEntry>,
): Promise<Map<TraceId, ReceivedDocument[]>> {
  try {
    const found = await readDocuments(tools.connection, 'load', directory, tools.horizon.time)
    for (const traceId of directory.keys()) if (!found.has(traceId)) found.set(traceId, [])
    return found
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'QuestionTooExpensive') throw error
    const [[only] = [], ...more] = directory
    if (only === undefined) return new Map()
    if (more.length === 0) {
      tools.tooLarge(only)
      return new Map()
    }
    const all = [...directory]
    const middle = all.length >> 1
    const found = await readInParts(tools, new Map(all.slice(0, middle)))
    for (const [traceId, documents] of await readInParts(tools, new Map(all.slice(middle))))
      found.set(traceId, documents)
    return found
  }
}

interface Assembled {
  readonly summary: TraceSummary
  /** The group versions that hold. */
  readonly groups: readonly number[]
}

function assembled(
  tools: AssemblyTools,
  { traceId, key, digests }: { readonly traceId: TraceId; key: Micros; digests: readonly DocumentDigest[] },
  began = performance.now(),
): Assembled | undefined {
  if (digests.length === 0) return undefined
  let made: Assembled | undefined
  try {
    const summary = summarize(assemble(traceId, digests))
    made = { summary, groups: tools.groups.membership.of(key, summary) }
  } catch (error) {
    tools.failed(traceId, error)
  }
  // One that is marked for a document's calls alone is no dearer than its last assembly.
  const isOverLimit = made?.summary.limitExceeded === true && digests.length > mostSegments
  tools.took(traceId, performance.now() - began, isOverLimit)
  return made
}
