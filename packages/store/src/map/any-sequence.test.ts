import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check, type GroupFilter, parse, toPredicate } from '@roentgen/filter'
import {
  assemble,
  digestDocument,
  graphOf,
  type Micros,
  summarize,
  type TraceId,
  type TraceSummary,
} from '@roentgen/trace'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ActiveTraces } from '../active-traces.ts'
import { acknowledged, id, receive, segment, trace } from '../fixtures/documents.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import type { MapGroup } from '../groups/map-group.ts'
import type { LoaderStep } from '../loader/counters.ts'
import { Loader } from '../loader/loader.ts'
import { type RowState, readDirtyStates } from '../queries/row-states.ts'
import type { Window } from '../question.ts'
import type { Store } from '../store.ts'
import { WriteAhead } from '../write-ahead/write-ahead.ts'
import { countedAt } from './counted-at.ts'
import { fold, recomputeMinutes } from './recompute.ts'
import { Recomputer } from './recomputer.ts'
import { beginOf, hour, minute } from './span-of-rows.ts'

const second = 1_000_000

/** Seconds from the turn of an hour, some so far away that the trace counts where it was received. */
const anyStart = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -150, max: 150 }) },
  { weight: 1, arbitrary: fc.constantFrom(-3 * 3600, -1800, 3 * 3600, -40 * 86_400) },
)
const anyDraft = fc.record({
  number: fc.integer({ min: 1, max: 2 }),
  id: fc.integer({ min: 1, max: 4 }),
  parent: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  start: anyStart,
  name: fc.constantFrom('front', 'back'),
  isComplete: fc.boolean(),
  isSubsegment: fc.boolean(),
  call: fc.option(anyStart, { nil: undefined }),
})
type Draft = typeof anyDraft extends fc.Arbitrary<infer Value> ? Value : never

/** Seconds from the turn of an hour, cut to whole units. */
const anyWindow = fc.record({
  from: fc.integer({ min: -200, max: 200 }),
  length: fc.integer({ min: 1, max: 9000 }),
  whole: fc.constantFrom(1, second, minute, hour),
})
type AnyWindow = typeof anyWindow extends fc.Arbitrary<infer Value> ? Value : never
const everything: AnyWindow = { from: -44 * 86_400, length: 88 * 86_400, whole: 1 }

const plainSteps = ['flush', 'recompute', 'look', 'recompute what was seen', 'forget'] as const
type Step =
  | { readonly do: 'receive'; readonly drafts: readonly Draft[]; readonly isSettled: boolean }
  | { readonly do: (typeof plainSteps)[number] }
  | { readonly do: 'crash'; readonly after: LoaderStep; readonly drafts: readonly Draft[]; readonly clock: number }
  | { readonly do: 'ask'; readonly window: AnyWindow }
  | { readonly do: 'regroup'; readonly name: string; readonly expression: string | undefined }

/** .ci/run takes more of them. */
const numRuns = Number(process.env.ROENTGEN_PROPERTY_RUNS ?? 8)
const timeLimit = 15_000 * numRuns

const anyRegrouping = fc.record({
  do: fc.constant('regroup' as const),
  name: fc.constantFrom('one', 'two'),
  expression: fc.constantFrom('service("front")', 'partial', 'edge("back", "far")', 'ok', undefined),
})

const anyDrafts = fc.array(anyDraft, { minLength: 1, maxLength: 2 })
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  // A map whose rows are all made is where a mark that is missing shows.
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant('receive' as const), drafts: anyDrafts, isSettled: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.constantFrom(...plainSteps).map((what) => ({ do: what }) as const) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('crash' as const),
      after: fc.constantFrom<LoaderStep>('classified', 'documents', 'assembled', 'summaries', 'marks'),
      drafts: anyDrafts,
      // Where the next process finds the clock, minutes.
      clock: fc.constantFrom(0, 0, -1, 7),
    }),
  },
  { weight: 1, arbitrary: anyWindow.map((window) => ({ do: 'ask', window }) as const) },
  { weight: 4, arbitrary: anyRegrouping },
)

describe('after any arrivals, repeats, late segments, crashes and recomputations', () => {
  let engine: TestEngine
  let store: Store

  beforeAll(async () => {
    engine = await startTestEngine()
    store = await engine.openStore()
  })
  afterAll(async () => {
    await store.close()
    await engine[Symbol.asyncDispose]()
  })

  test(
    'the map of any window and group is that of the documents, to the integer',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyStep, { minLength: 3, maxLength: 10, size: 'max' }),
          fc.array(anyWindow),
          async (steps, windows) => {
            await using world = await World.open(store)
            for (const step of steps) await world.take(step)
            await world.take({ do: 'flush' })
            for (const window of [everything, ...windows]) await world.take({ do: 'ask', window })
            await world.take({ do: 'recompute' })
            for (const window of [everything, ...windows]) await world.take({ do: 'ask', window })
            expect(await readDirtyStates(store.connection, 'ask', 'map_1m', store.horizon.time)).toEqual([])
            expect(await readDirtyStates(store.connection, 'ask', 'map_1h', store.horizon.time)).toEqual([])
            expect(await readDirtyStates(store.connection, 'ask', 'map_1d', store.horizon.time)).toEqual([])
          },
        ),
        { numRuns, endOnFailure: true },
      )
      for await (const difference of store.verify()) expect(difference).toBeUndefined()
    },
    timeLimit,
  )
})

/**
 * The servers that live one after the other and use a store. Worlds share it; each has traces of its own and a time that
 * no other comes near.
 */
class World implements AsyncDisposable {
  static #worlds = 0
  readonly #store: Store
  readonly #directory: string
  readonly #number = World.#worlds++
  /** The turn of an hour. */
  readonly #noon = 1_000_000_800_000_000 + this.#number * 90 * 24 * hour
  readonly #documents: { traceId: TraceId; text: string; received: Micros }[] = []
  #life: Life | undefined
  #clock = this.#noon
  #seen: readonly RowState[] = []
  #seenHours: readonly RowState[] = []
  #seenDays: readonly RowState[] = []
  /** Groups as they are, and what they were: the third names the second. */
  #groups: readonly GroupFilter[] = []
  #asked = 0
  #isSettled = false
  readonly #past: { from: Micros; groups: readonly GroupFilter[] }[] = []

  static async open(store: Store): Promise<World> {
    return new World(store, await mkdtemp(join(tmpdir(), 'roentgen-sequence-')))
  }

  private constructor(store: Store, directory: string) {
    this.#store = store
    this.#directory = directory
  }

  async take(step: Step): Promise<void> {
    const { connection } = this.#store
    if (step.do !== 'ask') this.#isSettled = step.do === 'recompute'
    if (step.do === 'receive') {
      await this.#receive(step.drafts)
      if (step.isSettled) await this.take({ do: 'recompute' })
    } else if (step.do === 'flush') await this.#flush()
    else if (step.do === 'recompute') {
      await this.#flush()
      await new Recomputer({ store: this.#store }).settle()
    } else if (step.do === 'look') {
      this.#seen = await readDirtyStates(connection, 'ask', 'map_1m', this.#store.horizon.time)
      this.#seenHours = await readDirtyStates(connection, 'ask', 'map_1h', this.#store.horizon.time)
      this.#seenDays = await readDirtyStates(connection, 'ask', 'map_1d', this.#store.horizon.time)
    } else if (step.do === 'recompute what was seen') {
      // As a recomputation that began long ago and ends only now, or was cut short behind the minutes.
      await recomputeMinutes(connection, 'ask', this.#seen, this.#store.groups.groups)
      await fold(connection, 'ask', 'map_1h', this.#seenHours, this.#store.groups.groups)
      await fold(connection, 'ask', 'map_1d', this.#seenDays, this.#store.groups.groups)
    } else if (step.do === 'forget') await this.#end()
    else if (step.do === 'crash') await this.#crash(step)
    else if (step.do === 'regroup') await this.#regroup(step.name, step.expression)
    else if (step.do === 'ask') await this.#ask(step.window)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { name } of this.#groups) await this.#regroup(name, undefined)
    await this.#end()
    await rm(this.#directory, { recursive: true, force: true })
  }

  async #ask({ from, length, whole }: AnyWindow): Promise<void> {
    const start = beginOf(this.#noon + from * second, whole)
    const window = { start, end: (beginOf(start + length * second, whole) + 1) as Micros }
    await this.#flush()
    const expected = this.#expected(window, undefined)
    expect(await this.#answers(window, undefined)).toEqual(expected)
    // From what the first question has left in memory.
    if (this.#isSettled) expect(await this.#store.serviceGraph(window)).toEqual(expected.graph)
    // Each in its turn: a world has many windows.
    const asked = this.#groups[this.#asked++ % this.#groups.length]
    if (asked === undefined) return
    const group = this.#store.groups.groups.find(({ arn }) => arn === asked.arn)
    expect([asked, await this.#answers(window, group)]).toEqual([asked, this.#expected(window, asked.arn)])
  }

  /** The map, and the number of traces in it. */
  async #answers(window: Window, group: MapGroup | undefined) {
    const counts = await this.#store.traceCounts(window, minute, group)
    const traces = [...counts.values()].reduce((sum, count) => sum + count, 0)
    return { traces, graph: await this.#store.serviceGraph(window, group) }
  }

  /** Makes, changes or deletes a group, as a server does, between two loads. */
  async #regroup(name: string, expression: string | undefined): Promise<void> {
    // As a server does that starts: what is acknowledged may be newer than its clock.
    if (this.#life === undefined) await this.#flush()
    const before = this.#groups.find((group) => group.name === name)
    const others = this.#groups.filter((group) => group.name !== name && group.name !== 'nested')
    const arn = before?.arn ?? `arn:${name}/${this.#number}-${this.#past.length}`
    const groups = expression === undefined ? others : [...others, { name, arn, expression }]
    if (groups.some((group) => group.name === 'two')) {
      const nested = this.#groups.find((group) => group.name === 'nested')
      groups.push({ ...(nested ?? { name: 'nested', arn: `${arn}/nested` }), expression: '!(group.name = "two")' })
    }
    const change = { settings: [], groups, all: groups, earliest: this.#clock as Micros }
    const from = await this.#life?.loader.between(() => this.#store.groups.change(change))
    this.#groups = groups
    if (from !== undefined) this.#past.push({ from, groups })
  }

  #isIn(arn: string, key: Micros, summary: TraceSummary): boolean {
    const groups = this.#past.findLast(({ from }) => from <= key)?.groups ?? []
    const group = groups.find((one) => one.arn === arn)
    return group?.expression !== undefined && toPredicate(check(parse(group.expression), { groups }))(summary)
  }

  #expected(window: Window, arn: string | undefined) {
    const traces = new Map<TraceId, { texts: Set<string>; key: Micros }>()
    for (const { traceId, text, received } of this.#documents) {
      const known = traces.get(traceId)
      if (known === undefined) traces.set(traceId, { texts: new Set([text]), key: received })
      else {
        known.texts.add(text)
        known.key = Math.min(known.key, received) as Micros
      }
    }
    const summaries = [...traces].flatMap(([traceId, { texts, key }]) => {
      const digests = [...texts].map((text) => digestDocument(text)).filter((digest) => digest !== undefined)
      const summary = summarize(assemble(traceId, digests))
      const counted = countedAt(summary.start, key)
      const isIn = arn === undefined || this.#isIn(arn, key, summary)
      return isIn && counted >= window.start && counted < window.end ? [summary] : []
    })
    return { traces: summaries.length, graph: graphOf(summaries) }
  }

  #text({ number, id: own, parent, start, name, isComplete, isSubsegment, call }: Draft): string {
    const at = this.#noon + start * second
    const callAt = (this.#noon + (call ?? 0) * second) / 1e6
    const far = { id: id(own + 10), name: 'far', namespace: 'remote', start_time: callAt, end_time: callAt + 1 }
    return segment(trace(this.#number * 10 + number), {
      id: own,
      at: at as Micros,
      name,
      ...(!isComplete && { end_time: undefined, in_progress: true }),
      ...(parent !== undefined && { parent_id: id(parent) }),
      ...(isSubsegment && parent !== undefined && { type: 'subsegment' }),
      ...(call !== undefined && { subsegments: [far] }),
    })
  }

  async #receive(drafts: readonly Draft[]): Promise<void> {
    this.#life ??= await live(this.#store, this.#directory)
    const { writeAhead, active } = this.#life
    const documents = drafts.map((draft, i) => acknowledged(this.#text(draft), (this.#clock + i * second) as Micros))
    this.#clock += drafts.length * second
    await receive(writeAhead, active, documents)
    this.#documents.push(...documents)
  }

  async #flush(): Promise<void> {
    this.#life ??= await live(this.#store, this.#directory)
    await this.#life.loader.flush()
  }

  /** kill -9: what was closed is not, and what ran does not go on. */
  async #crash({ after, drafts, clock }: Step & { do: 'crash' }): Promise<void> {
    await this.#end()
    let crash = () => {}
    const crashed = new Promise<void>((resolve) => {
      crash = resolve
    })
    this.#life = await live(this.#store, this.#directory, (step) => {
      if (step !== after) return
      crash()
      return new Promise<void>(() => {})
    })
    await this.#receive(drafts)
    await this.#life.writeAhead.rotate()
    await crashed
    this.#life = undefined
    this.#clock += clock * minute
  }

  async #end(): Promise<void> {
    const life = this.#life
    this.#life = undefined
    await life?.loader.close()
    await life?.writeAhead.close()
  }
}

interface Life {
  readonly writeAhead: WriteAhead
  readonly active: ActiveTraces
  readonly loader: Loader
}

async function live(
  store: Store,
  directory: string,
  onStep?: (step: LoaderStep) => void | Promise<void>,
): Promise<Life> {
  const writeAhead = await WriteAhead.open({ dir: directory, server: 0 })
  const active = new ActiveTraces({ now: () => 0 as Micros })
  const quarantineDir = join(directory, 'quarantine')
  const loader = new Loader({ store, writeAhead, active, quarantineDir, ...(onStep && { onStep }) })
  loader.start()
  return { writeAhead, active, loader }
}
