import type { ServerResponse } from 'node:http'
import type { LiveEvent, LiveRevision, LiveTopic } from '@roentgen/api'
import type { Condition } from '@roentgen/filter'
import type { RecentTrace } from '@roentgen/store'
import type { Micros, TraceId } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import type { Listed } from '../threads/messages.ts'
import { type LiveLimits, type LiveOptions, liveLimits, type StreamWanted } from './live-options.ts'
import { LiveStream, type Topic } from './live-stream.ts'
import { Revisions } from './revision.ts'
import { type ListedSince, WatchLog } from './watch-log.ts'

/** How long the log of a filter outlives its last stream, ms: for readers that come back. */
const lingering = 60_000
/** Between two looks at what nobody tells us of, ms. */
const interval = 1_000
/** How far back it is looked for what other servers listed, ms: their clocks may differ, and segments of a trace come apart. */
const lookback = 60_000
const mostRecent = 20_000
/** Traces of one answer. */
const mostTraces = 1_000

interface Watch {
  readonly number: number
  readonly log: WatchLog
  readonly condition: Condition
  readonly ready: Promise<unknown>
  /** Revisions of recent traces, where other servers list as well. */
  recent: ReadonlyMap<TraceId, number>
  users: number
  lingers: NodeJS.Timeout | undefined
}

/** Of no filter: every trace. */
const everything: Condition = { kind: 'and', terms: [] }

/** The live streams of this server, and what they tell of. */
export class Live {
  readonly #options: LiveOptions
  readonly #limits: LiveLimits
  readonly #revisions = new Revisions()
  readonly #streams = new Set<LiveStream>()
  readonly #watches = new Map<string, Watch>()
  readonly #events: Record<LiveTopic, number> = { map: 0, traces: 0, health: 0 }
  #opening = 0
  #sequence = 0
  #map = 0
  #health = 0
  #isWell = true
  #seenHealth = ''
  #seenMarks: number | undefined
  #healthReaders = 0
  #poll: NodeJS.Timeout | undefined
  #isPolling = false
  #isClosed = false

  constructor(options: LiveOptions) {
    this.#options = options
    this.#limits = options.limits ?? liveLimits
  }

  get streams(): number {
    return this.#streams.size
  }

  /** Events sent. */
  get events(): Readonly<Record<LiveEvent['topic'], number>> {
    return this.#events
  }

  /** Ingest has listed traces. */
  listed({ traces, watched }: Listed): void {
    if (traces > 0) this.#map = ++this.#sequence
    const logs = new Map([...this.#watches.values()].map(({ number, log }) => [number, log]))
    for (const { watch, ids, keys } of watched) {
      const log = logs.get(watch)
      log?.begin(++this.#sequence)
      ids.forEach((id, i) => {
        log?.add(++this.#sequence, id, keys[i])
      })
    }
    this.#pump()
  }

  /**
   * Answers with a stream, which ends with its reader or with {@link close}. `response` is written to as soon as nothing can
   * be refused any more: `begin` writes its head.
   *
   * @throws ThrottledException where there are too many streams, ServiceUnavailable while the server shuts down
   */
  async open(wanted: StreamWanted, response: ServerResponse, begin: () => void): Promise<void> {
    if (this.#isClosed) throw apiError('stopping')
    if (this.#streams.size + this.#opening >= this.#limits.streams)
      throw apiError('tooManyStreams', this.#limits.streams)
    this.#opening++
    const watches: Watch[] = []
    const use = (condition: Condition): WatchLog => {
      const watch = this.#use(condition)
      watches.push(watch)
      return watch.log
    }
    try {
      const topics: Topic[] = []
      if (wanted.topics.has('map')) {
        const log = wanted.group === undefined ? undefined : use(wanted.group)
        topics.push({ name: 'map', revision: () => log?.newest ?? this.#map })
      }
      if (wanted.topics.has('traces')) {
        const log = use(wanted.traces ?? everything)
        topics.push({ name: 'traces', revision: () => (log.hasBegun ? log.newest : undefined) })
      }
      if (wanted.topics.has('health')) {
        await this.#lookAtHealth()
        topics.push({ name: 'health', revision: () => this.#health, details: () => ({ ok: this.#isWell }) })
      }
      await Promise.all(watches.map(({ ready }) => ready))
      if (this.#isClosed) throw apiError('stopping')
      if (response.destroyed) this.#release(watches)
      else this.#begin(wanted, topics, watches, response, begin)
    } catch (error) {
      this.#release(watches)
      throw error
    } finally {
      this.#opening--
    }
  }

  #begin(
    { topics, lastEventId }: StreamWanted,
    sources: readonly Topic[],
    watches: readonly Watch[],
    response: ServerResponse,
    begin: () => void,
  ): void {
    begin()
    const stream = new LiveStream(response, {
      topics: sources,
      sent: this.#revisions.parseId(lastEventId),
      revisions: this.#revisions,
      onSent: (topic) => {
        this.#events[topic]++
      },
    })
    this.#streams.add(stream)
    const looksAtHealth = topics.has('health')
    if (looksAtHealth) this.#healthReaders++
    response.once('close', () => {
      stream.close()
      this.#streams.delete(stream)
      if (looksAtHealth) this.#healthReaders--
      this.#release(watches)
    })
    this.#startPolling()
  }

  /** What was listed behind `after` of traces that fit; undefined where nobody watches for them. */
  since(
    condition: Condition | undefined,
    after: LiveRevision,
  ): (ListedSince & { readonly text: LiveRevision }) | undefined {
    const watch = this.#watches.get(keyOf(condition ?? everything))
    if (watch === undefined) return undefined
    const sequence = this.#revisions.parse(after)
    const listed = watch.log.after(sequence ?? 0, mostTraces)
    return {
      ...listed,
      complete: sequence !== undefined && listed.complete,
      text: this.#revisions.textOf(listed.sequence),
    }
  }

  /** Where a reader begins that knows everything until now. */
  get now(): LiveRevision {
    return this.#revisions.textOf(this.#sequence)
  }

  /** Ends all streams; there will be no more. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#poll)
    for (const stream of this.#streams) stream.close()
    for (const { lingers } of this.#watches.values()) clearTimeout(lingers)
  }

  #pump(): void {
    for (const stream of this.#streams) stream.pump()
  }

  #use(condition: Condition): Watch {
    const key = keyOf(condition)
    const known = this.#watches.get(key)
    if (known !== undefined) {
      clearTimeout(known.lingers)
      known.users++
      return known
    }
    if (this.#watches.size >= this.#limits.filters && !this.#dropLingering())
      throw apiError('tooManyLiveFilters', this.#limits.filters)
    const number = ++this.#sequence
    const recent = this.#options.shared?.recent(condition, horizonOfLook(), mostRecent)
    const ready = Promise.all([this.#options.watch(number, condition), recent]).then(([hasBegun, traces = []]) => {
      watch.recent = revisionsOf(traces)
      if (hasBegun) watch.log.begin(number)
    })
    // Whoever opens the stream hears of it.
    ready.catch(() => {})
    const watch: Watch = {
      ...{ number, condition, ready, users: 1, lingers: undefined },
      log: new WatchLog(number),
      recent: new Map(),
    }
    this.#watches.set(key, watch)
    return watch
  }

  #release(watches: readonly Watch[]): void {
    for (const watch of watches) {
      watch.users--
      if (watch.users > 0 || this.#isClosed) continue
      watch.lingers = setTimeout(() => this.#drop(watch), lingering)
      watch.lingers.unref()
    }
  }

  #dropLingering(): boolean {
    const unused = [...this.#watches.values()].find(({ users }) => users === 0)
    if (unused === undefined) return false
    this.#drop(unused)
    return true
  }

  #drop(watch: Watch): void {
    clearTimeout(watch.lingers)
    for (const [key, each] of this.#watches) if (each === watch) this.#watches.delete(key)
    this.#options.unwatch(watch.number).catch(() => {})
  }

  #startPolling(): void {
    if (this.#isPolling || this.#isClosed) return
    this.#isPolling = true
    this.#poll = setTimeout(async () => {
      await Promise.all([this.#healthReaders > 0 && this.#lookAtHealth(), this.#lookAtMarks()])
      this.#pump()
      this.#isPolling = false
      if (this.#streams.size > 0) this.#startPolling()
    }, interval)
    this.#poll.unref()
  }

  async #lookAtHealth(): Promise<void> {
    const health = await this.#options.health().catch(() => undefined)
    if (health === undefined) return
    const seen = JSON.stringify(health)
    if (seen === this.#seenHealth) return
    this.#seenHealth = seen
    this.#isWell = health.ok
    this.#health = ++this.#sequence
  }

  async #lookAtMarks(): Promise<void> {
    // Where the engine does not answer, there is nothing newer to be seen.
    const { shared } = this.#options
    const marks = await shared?.marks().catch(() => undefined)
    if (shared === undefined || marks === undefined || marks === this.#seenMarks) return
    this.#map = ++this.#sequence
    for (const watch of this.#watches.values()) {
      const traces = await shared.recent(watch.condition, horizonOfLook(), mostRecent).catch(() => undefined)
      // They are looked for again a second later.
      if (traces === undefined) return
      for (const { traceId, keyTime, revision } of traces)
        if (watch.recent.get(traceId) !== revision) watch.log.add(++this.#sequence, traceId, keyTime)
      watch.recent = revisionsOf(traces)
    }
    this.#seenMarks = marks
  }
}

function horizonOfLook(): Micros {
  return ((Date.now() - lookback) * 1000) as Micros
}

function revisionsOf(traces: readonly RecentTrace[]): ReadonlyMap<TraceId, number> {
  return new Map(traces.map(({ traceId, revision }) => [traceId, revision]))
}

function keyOf(condition: Condition): string {
  return JSON.stringify(condition)
}
