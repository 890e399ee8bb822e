import {
  type DocumentDigest,
  identityOf,
  identityOfPacked,
  type Micros,
  type PackedDigest,
  packDigest,
  type TraceId,
  unpackDigest,
} from '@roentgen/trace'
import { packedSize } from './digest-bytes.ts'
import { OldestFirst, type Standing } from './oldest-first.ts'

/**
 * What memory knows of a trace:
 * `unclassified` nobody has asked the trace directory yet; `whole` these are all of its documents;
 * `stored` older ones lie in the store and must be read before it can be assembled.
 */
export type ActiveState = 'unclassified' | 'whole' | 'stored'

export interface ActiveTrace {
  readonly traceId: TraceId
  readonly state: ActiveState
  /** Without repeats, in the order of receipt. */
  readonly digests: readonly PackedDigest[]
  /** Of the documents remembered here. */
  readonly firstReceived: Micros
  readonly lastReceived: Micros
}

export interface ActiveTracesOptions {
  readonly now: () => Micros
  /** A loaded trace that got nothing for so long is forgotten; 30 s. */
  readonly maxAge?: Micros
  /** Estimated bytes of all digests: above it the oldest go first, those of loaded traces before the others; 192 MB. */
  readonly maxBytes?: number
}

/** The documents of a trace in memory, for assembly. */
export function digestsOf({ traceId, digests }: ActiveTrace): DocumentDigest[] {
  return digests.map((packed) => unpackDigest(traceId, packed))
}

/** The digests of a trace in memory, by the identity of their documents. */
export function digestsByIdentity(trace: ActiveTrace | undefined): (identity: Identity) => DocumentDigest | undefined {
  if (trace === undefined || trace.digests.length === 0) return () => undefined
  const { traceId } = trace
  const packed = new Map(trace.digests.map((digest) => [identityOfPacked(digest), digest]))
  return (identity) => {
    const found = packed.get(identityOf(identity))
    return found && unpackDigest(traceId, found)
  }
}

interface Entry extends Standing<Entry> {
  readonly traceId: TraceId
  state: ActiveState
  digests: PackedDigest[]
  /** Keys of `digests`, once they are too many to be compared one by one. */
  seen: Set<string> | undefined
  firstReceived: Micros
  lastReceived: Micros
  bytes: number
  /** Records in write-ahead files that did not go through all of the loader's steps. */
  unloaded: number
  /** Digests were dropped while some of their documents were in no table yet: only the store can be trusted. */
  hollow: boolean
}

const entryBytes = 300
const seenBytes = 100
const comparedOneByOne = 16
/** Of a trace with more documents memory keeps none: it is over its limit, and renewed from the store once a minute. */
const mostDigests = 50_000

/**
 * Digests of the traces that are active now, so that the loader need not read back what has just passed through.
 * A trace that is not here is not known to be new: its documents are read from the store.
 */
export class ActiveTraces {
  readonly #now: () => Micros
  readonly #maxAge: number
  readonly #maxBytes: number
  readonly #entries = new Map<TraceId, Entry>()
  /** Those without unloaded records; only they may be forgotten. */
  readonly #idle = new OldestFirst<Entry>()
  /** The others, as far as they have digests; where these are too many, only the digests go. */
  readonly #loading = new OldestFirst<Entry>()
  #bytes = 0

  constructor(options: ActiveTracesOptions) {
    this.#now = options.now
    this.#maxAge = options.maxAge ?? 30_000_000
    this.#maxBytes = options.maxBytes ?? 192_000_000
  }

  /** Traces in memory. */
  get size(): number {
    return this.#entries.size
  }

  /** Estimated bytes of all digests. */
  get bytes(): number {
    return this.#bytes
  }

  get(traceId: TraceId): ActiveTrace | undefined {
    return this.#entries.get(traceId)
  }

  /** Once for each record of a write-ahead file, repeats too, after it is durable and before its file is loaded. */
  remember(digest: DocumentDigest, received: Micros): void {
    this.rememberPacked(digest.traceId, packDigest(digest), received)
  }

  /** The same of a digest that was packed while its document was on its way to disk: that keeps much less alive. */
  rememberPacked(traceId: TraceId, packed: PackedDigest, received: Micros): void {
    const entry = this.#entries.get(traceId) ?? this.#enter(traceId, received)
    this.#leave(entry)
    entry.unloaded += 1
    if (received < entry.firstReceived) entry.firstReceived = received
    if (received > entry.lastReceived) entry.lastReceived = received
    if (!entry.hollow) this.#keep(entry, packed)
    if (entry.digests.length > mostDigests) this.#hollowOut(entry)
    this.#stand(entry)
    this.forgetOld()
  }

  /** `records` of this trace went through all steps of the loader. The trace may be forgotten when none is left. */
  loaded(traceId: TraceId, records: number): void {
    const entry = this.#entries.get(traceId)
    if (entry === undefined || entry.unloaded === 0) return
    this.#leave(entry)
    entry.unloaded = Math.max(0, entry.unloaded - records)
    if (entry.unloaded === 0 && entry.hollow) this.#forget(entry)
    else this.#stand(entry)
    this.forgetOld()
  }

  /** Says what the trace directory knows of an unclassified trace; nothing happens when it is not in memory. */
  classify(traceId: TraceId, state: ActiveState): void {
    const entry = this.#entries.get(traceId)
    // A trace that lost digests meanwhile is stored, whatever the directory knew when it was asked.
    if (entry !== undefined && !entry.hollow) entry.state = state
  }

  /**
   * Puts what the store has of a trace in memory, which is `whole` then if it lost no digests before.
   * Documents that were remembered while the store was read stay. Nothing is forgotten until the next call.
   */
  replace(traceId: TraceId, stored: readonly DocumentDigest[]): void {
    const entry = this.#entries.get(traceId)
    if (entry === undefined) return
    const remembered = entry.digests
    this.#leave(entry)
    this.#empty(entry)
    if (stored.length > mostDigests) this.#hollowOut(entry)
    else {
      for (const digest of stored) this.#keep(entry, packDigest(digest))
      for (const packed of remembered) this.#keep(entry, packed)
    }
    if (!entry.hollow) entry.state = 'whole'
    this.#stand(entry)
  }

  /** Forgets what is too old or too much; `remember` and `loaded` do so too. Costs nothing when there is nothing to forget. */
  forgetOld(): void {
    const tooOld = this.#now() - this.#maxAge
    for (let entry = this.#idle.oldest; entry !== undefined; entry = this.#idle.oldest) {
      if (entry.lastReceived >= tooOld && this.#bytes <= this.#maxBytes) return
      this.#idle.remove(entry)
      this.#forget(entry)
    }
    for (let entry = this.#loading.oldest; entry !== undefined; entry = this.#loading.oldest) {
      if (this.#bytes <= this.#maxBytes) return
      this.#loading.remove(entry)
      this.#hollowOut(entry)
    }
  }

  /** What was received before is gone: traces that have any of it are read from the store from now on. */
  forgetReceivedBefore(time: Micros): void {
    for (const entry of [...this.#entries.values()]) {
      if (entry.firstReceived < time) this.#distrust(entry)
    }
  }

  /** A document of this trace is in no table, nor will it be: it is read from the store from now on. */
  distrust(traceId: TraceId): void {
    const entry = this.#entries.get(traceId)
    if (entry !== undefined) this.#distrust(entry)
  }

  #distrust(entry: Entry): void {
    this.#leave(entry)
    if (entry.unloaded === 0) this.#forget(entry)
    else this.#hollowOut(entry)
  }

  #hollowOut(entry: Entry): void {
    this.#empty(entry)
    entry.hollow = true
    entry.state = 'stored'
  }

  /** Takes an entry out of the list in which it stands. */
  #leave(entry: Entry): void {
    if (entry.unloaded === 0) this.#idle.remove(entry)
    else if (entry.digests.length > 0) this.#loading.remove(entry)
  }

  #stand(entry: Entry): void {
    if (entry.unloaded === 0) this.#idle.push(entry)
    else if (entry.digests.length > 0) this.#loading.push(entry)
  }

  #forget(entry: Entry): void {
    this.#entries.delete(entry.traceId)
    this.#bytes -= entry.bytes
  }

  #empty(entry: Entry): void {
    this.#bytes -= entry.bytes - entryBytes
    entry.bytes = entryBytes
    entry.digests = []
    entry.seen = undefined
  }

  #enter(traceId: TraceId, received: Micros): Entry {
    const entry: Entry = {
      traceId,
      older: undefined,
      newer: undefined,
      state: 'unclassified',
      digests: [],
      seen: undefined,
      firstReceived: received,
      lastReceived: received,
      bytes: entryBytes,
      unloaded: 0,
      hollow: false,
    }
    this.#entries.set(traceId, entry)
    this.#stand(entry)
    this.#bytes += entryBytes
    return entry
  }

  #keep(entry: Entry, packed: PackedDigest): void {
    if (!isRepeat(entry, packed)) this.#add(entry, packed)
  }

  #add(entry: Entry, packed: PackedDigest): void {
    entry.digests.push(packed)
    entry.seen?.add(identityOfPacked(packed))
    const bytes = packedSize(packed) + (entry.seen === undefined ? 0 : seenBytes)
    entry.bytes += bytes
    this.#bytes += bytes
  }
}

/** What tells documents of one trace apart. */
type Identity = Pick<DocumentDigest, 'hash' | 'length'>

function isRepeat(entry: Entry, packed: PackedDigest): boolean {
  if (entry.digests.length === 0) return false
  const identity = identityOfPacked(packed)
  if (entry.seen === undefined && entry.digests.length >= comparedOneByOne) {
    entry.seen = new Set(entry.digests.map(identityOfPacked))
  }
  if (entry.seen !== undefined) return entry.seen.has(identity)
  return entry.digests.some((digest) => digest.packed.startsWith(identity))
}
