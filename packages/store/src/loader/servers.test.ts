import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Micros } from '@roentgen/trace'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ActiveTraces } from '../active-traces.ts'
import { acknowledged, id, receive, segment, trace } from '../fixtures/documents.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { Recomputer } from '../map/recomputer.ts'
import type { Store } from '../store.ts'
import { WriteAhead } from '../write-ahead/write-ahead.ts'
import type { LoaderStep } from './counters.ts'
import { Loader } from './loader.ts'

const second = 1_000_000
const noon = 1_732_000_000_000_000

const anyDraft = fc.record({
  trace: fc.integer({ min: 1, max: 2 }),
  id: fc.integer({ min: 1, max: 4 }),
  /** Seconds; minutes apart, so that a trace moves from one minute to another. */
  start: fc.constantFrom(-130, -70, 0, 70),
  isComplete: fc.boolean(),
})
type Draft = typeof anyDraft extends fc.Arbitrary<infer Value> ? Value : never

const anyServer = fc.integer({ min: 0, max: 2 })
const anyDrafts = fc.array(anyDraft, { minLength: 1, maxLength: 2 })
const anyLoadStep = fc.constantFrom<LoaderStep>('classified', 'documents', 'assembled', 'summaries', 'marks')

type Step =
  | { readonly do: 'receive'; readonly server: number; readonly drafts: readonly Draft[] }
  | { readonly do: 'load'; readonly server: number }
  | {
      readonly do: 'overtake' | 'crash'
      readonly server: number
      readonly after: LoaderStep
      readonly drafts: readonly Draft[]
      readonly by: number
      readonly theirs: readonly Draft[]
    }
  | { readonly do: 'recompute' }

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('receive' as const), server: anyServer, drafts: anyDrafts }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('load' as const), server: anyServer }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('overtake' as const, 'overtake' as const, 'crash' as const),
      server: anyServer,
      after: anyLoadStep,
      drafts: anyDrafts,
      by: anyServer,
      theirs: anyDrafts,
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'recompute' } as const) },
)

/** .ci/run takes more of them. */
const numRuns = Number(process.env.ROENTGEN_PROPERTY_RUNS ?? 4)
const timeLimit = 30_000 * numRuns

describe('several servers on one store', () => {
  let engine: TestEngine
  let store: Store
  let folder: string
  let worlds = 0

  beforeAll(async () => {
    engine = await startTestEngine()
    store = await engine.openStore('roentgen', false)
    folder = await mkdtemp(join(tmpdir(), 'roentgen-servers-'))
  })
  afterAll(async () => {
    await store.close()
    await engine[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  async function differences(): Promise<unknown[]> {
    const found = []
    for await (const difference of store.verify()) found.push(difference)
    return found
  }

  test('list a trace once whose earliest document is loaded last', async () => {
    const world = worlds++
    const [late, early] = [60, 0].map(
      (clock, number) => new Server(store, join(folder, `${world}-${number}`), number, world, clock),
    )
    const draft = { trace: 1, start: 0, isComplete: true } as const
    await late?.receive([{ ...draft, id: 1 }])
    await late?.load()
    await early?.receive([{ ...draft, id: 2 }])
    await early?.load()
    expect(await differences()).toEqual([])
    for (const server of [late, early]) await server?.close()
  })

  test(
    'make of one trace what its documents say, whoever met which of them, overtook, died or had a wrong clock',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyStep, { minLength: 3, maxLength: 9, size: 'max' }),
          // How wrong the clocks are, s.
          fc.tuple(...[0, 1, 2].map(() => fc.constantFrom(0, 0, -90, 3, 60))),
          async (steps, clocks) => {
            const world = worlds++
            const servers = clocks.map(
              (clock, number) => new Server(store, join(folder, `${world}-${number}`), number, world, clock),
            )
            try {
              for (const step of steps) {
                if (step.do === 'recompute') await new Recomputer({ store }).settle()
                else await servers[step.server]?.take(step, servers)
              }
              for (const server of servers) await server.load()
              expect(await differences()).toEqual([])
              await new Recomputer({ store }).settle()
              expect(await differences()).toEqual([])
            } finally {
              for (const server of servers) await server.close()
            }
          },
        ),
        { numRuns, endOnFailure: true },
      )
    },
    timeLimit,
  )
})

interface Life {
  readonly writeAhead: WriteAhead
  readonly active: ActiveTraces
  readonly loader: Loader
  /** Stops the loader after the step, until it is let go. */
  stopAfter: LoaderStep | undefined
  stopped: () => void
  readonly letGo: Promise<void>
  go: () => void
}

/** A server with its own directory and clock; it may die and live again. */
class Server {
  #life: Life | undefined
  #seconds = 0
  readonly #store: Store
  readonly #dir: string
  readonly #number: number
  readonly #world: number
  readonly #clock: number

  constructor(store: Store, dir: string, number: number, world: number, clock: number) {
    this.#store = store
    this.#dir = dir
    this.#number = number
    this.#world = world
    this.#clock = clock
  }

  async take(step: Exclude<Step, { do: 'recompute' }>, servers: readonly Server[]): Promise<void> {
    if (step.do === 'receive') return this.receive(step.drafts)
    if (step.do === 'load') return this.load()
    await this.load()
    const life = await this.#alive()
    const stopped = new Promise<void>((resolve) => {
      life.stopped = resolve
    })
    life.stopAfter = step.after
    await this.receive(step.drafts)
    const loaded = life.loader.flush()
    await stopped
    const other = step.by === this.#number ? undefined : servers[step.by]
    await other?.receive(step.theirs)
    await other?.load()
    if (step.do === 'crash') {
      // As kill -9 leaves it: this loader never goes on. The next life finds the clock set back.
      loaded.catch(() => {})
      this.#life = undefined
      this.#seconds -= 30
      return
    }
    life.go()
    await loaded
  }

  async receive(drafts: readonly Draft[]): Promise<void> {
    const { writeAhead, active } = await this.#alive()
    for (const { trace: number, id: which, start, isComplete } of drafts) {
      this.#seconds += 1
      const received = noon + this.#world * 7200 * second + (this.#seconds + this.#clock) * second + this.#number
      const at = (noon + (this.#world * 7200 + start) * second) as Micros
      const fields = {
        id: which,
        at,
        ...(which > 1 && { parent_id: id(1) }),
        ...(!isComplete && { end_time: undefined, in_progress: true }),
      }
      const text = segment(trace(this.#world * 10 + number), fields)
      await receive(writeAhead, active, [acknowledged(text, received as Micros)])
    }
  }

  async load(): Promise<void> {
    await (await this.#alive()).loader.flush()
  }

  async close(): Promise<void> {
    await this.#life?.loader.close()
    await this.#life?.writeAhead.close()
  }

  async #alive(): Promise<Life> {
    this.#life ??= await this.#born()
    return this.#life
  }

  async #born(): Promise<Life> {
    const writeAhead = await WriteAhead.open({ dir: this.#dir, server: this.#number })
    const active = new ActiveTraces({ now: () => noon as Micros })
    let go = () => {}
    const letGo = new Promise<void>((resolve) => {
      go = resolve
    })
    const life: Life = {
      writeAhead,
      active,
      loader: new Loader({
        store: this.#store,
        writeAhead,
        active,
        sharedAs: this.#number,
        quarantineDir: join(this.#dir, 'quarantine'),
        onStep: (step) => {
          if (life.stopAfter !== step) return undefined
          life.stopAfter = undefined
          life.stopped()
          return letGo
        },
      }),
      stopAfter: undefined,
      stopped: () => {},
      letGo,
      go,
    }
    life.loader.start()
    return life
  }
}
