import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bytes, Micros, TraceId } from '@roentgen/trace'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ActiveTraces } from '../active-traces.ts'
import type { Connection, Lane, Question, Rows } from '../connection.ts'
import { acknowledged, receive, segment, trace } from '../fixtures/documents.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { Loader } from '../loader/loader.ts'
import { Recomputer } from '../map/recomputer.ts'
import { readStoredPartitions } from '../queries/stored-partitions.ts'
import type { Store } from '../store.ts'
import { WriteAhead } from '../write-ahead/write-ahead.ts'
import { day } from './day.ts'
import { Horizon } from './horizon.ts'
import { Retention, type RetentionOptions } from './retention.ts'

const midnight = Math.floor(1_732_000_000_000_000 / day) * day
const everything = { start: 0 as Micros, end: Number.MAX_SAFE_INTEGER as Micros }
/** So many hours after the first midnight. */
const at = (hours: number) => (midnight + hours * (day / 24)) as Micros

/** The engine's connection, whose answers of rows go through `answer`. */
function answering(connection: Connection, answer: (rows: Rows, sql: string) => Rows | Promise<Rows>): Connection {
  return new Proxy(connection, {
    get(target, name) {
      if (name === 'rows')
        return async (lane: Lane, question: Question) => answer(await target.rows(lane, question), question.sql)
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

function signal() {
  let resolve = () => {}
  const given = new Promise<void>((done) => {
    resolve = done
  })
  const signal = {
    isGiven: false,
    given,
    give() {
      signal.isGiven = true
      resolve()
    },
  }
  return signal
}

// Each test waits for some dozens of mutations, which the engine runs behind all that the machine has to do.
describe('with the days', { timeout: 60_000 }, () => {
  let engine: TestEngine
  let store: Store
  let directory: string
  let now = at(0)

  beforeAll(async () => {
    engine = await startTestEngine()
  })
  afterAll(() => engine[Symbol.asyncDispose]())
  beforeEach(async () => {
    store = await engine.openEmptyStore()
    directory = await mkdtemp(join(tmpdir(), 'roentgen-retention-'))
  })
  afterEach(async () => {
    await store.close()
    await rm(directory, { recursive: true, force: true })
  })

  /** One life of a server that keeps two days. */
  async function life(options: Partial<RetentionOptions> = {}, sharedAs?: number) {
    const dir = join(directory, String(sharedAs ?? 0))
    const writeAhead = await WriteAhead.open({ dir, server: sharedAs ?? 0 })
    const active = new ActiveTraces({ now: () => now, maxAge: (90 * day) as Micros })
    const loader = new Loader({ store, writeAhead, active, sharedAs, quarantineDir: join(dir, 'quarantine') })
    const retention = new Retention({
      store,
      loader,
      retention: (2 * day) as Micros,
      now: () => now,
      ...options,
    })
    loader.start()
    return {
      retention,
      loader,
      /** A document for each trace number, received at that hour, and started then if nothing else is said. */
      async take(hours: number, ...documents: [traceNumber: number, segmentNumber: number, started?: number][]) {
        now = at(hours)
        const all = documents.map(([traceNumber, number, started = hours]) =>
          acknowledged(segment(trace(traceNumber), { id: number, at: at(started) }), at(hours)),
        )
        await receive(writeAhead, active, all)
        await loader.flush()
      },
      async passTo(hours: number) {
        now = at(hours)
        await retention.round()
      },
      async [Symbol.asyncDispose]() {
        await retention.close()
        await loader.close()
        await writeAhead.close()
      },
    }
  }

  async function listed(): Promise<readonly [TraceId, number][]> {
    const { traces } = await store.listTraces({ window: everything, range: 'TraceId' })
    return traces.map(({ traceId, segments }) => [traceId, segments.length] as const).toSorted() as [TraceId, number][]
  }

  async function requestsOnMap(): Promise<number> {
    const { nodes } = await store.serviceGraph(everything)
    return nodes.reduce((sum, { ok }) => sum + ok, 0)
  }

  async function partitions(table: string): Promise<string[]> {
    const all = await readStoredPartitions(store.connection)
    return all.filter((partition) => partition.table === table && partition.rows > 0).map(({ name }) => name)
  }

  async function documentsLeft(traceNumber: number): Promise<number> {
    return (await store.documentsOf([trace(traceNumber)])).get(trace(traceNumber))?.length ?? 0
  }

  async function settleMap() {
    await using recomputer = new Recomputer({ store })
    await recomputer.settle()
  }

  async function differences() {
    const found = []
    for await (const difference of store.verify()) found.push(difference)
    return found
  }

  test('a day goes when it ended a retention ago, its documents a day later', async () => {
    await using server = await life()
    await server.take(1, [1, 1])
    await server.take(25, [2, 2])
    await settleMap()
    await server.passTo(71.9)
    expect(await listed()).toHaveLength(2)
    await server.passTo(72)
    expect(await listed()).toEqual([[trace(2), 1]])
    expect(await documentsLeft(1)).toBe(0)
    expect(await requestsOnMap()).toBe(1)
    expect(await partitions('map_1m')).toHaveLength(1)
    expect(await partitions('segments')).toHaveLength(2)
    expect(await differences()).toEqual([])
    await server.passTo(96)
    expect(await listed()).toEqual([])
    expect(await partitions('segments')).toHaveLength(1)
    await server.passTo(120)
    expect(await partitions('segments')).toEqual([])
    expect(await differences()).toEqual([])
  })

  test('a segment for a dropped trace starts a new, partial one', async () => {
    await using server = await life()
    await server.take(1, [1, 1])
    await server.passTo(72)
    await server.take(72.5, [1, 2])
    expect(await listed()).toEqual([[trace(1), 1]])
    expect(await documentsLeft(1)).toBe(1)
    await server.take(73, [1, 3])
    expect(await listed()).toEqual([[trace(1), 2]])
    expect(await requestsOnMap()).toBe(2)
    expect(await differences()).toEqual([])
    await server.passTo(100)
    expect(await listed()).toEqual([[trace(1), 2]])
    expect(await differences()).toEqual([])
  })

  test('what is left of a trace when its first day goes is a new, partial one, in memory and after a restart', async () => {
    {
      await using server = await life()
      await server.take(23.9, [1, 1], [2, 5])
      await server.take(24.1, [1, 2, 23.9])
      await server.take(70, [1, 3, 23.9])
      await settleMap()
      await server.passTo(72)
      expect(await listed()).toEqual([[trace(1), 2]])
      expect(await differences()).toEqual([])
      await server.take(72.1, [1, 4, 23.9])
      expect(await listed()).toEqual([[trace(1), 3]])
      expect(await differences()).toEqual([])
    }
    await using server = await life()
    await server.take(72.2, [1, 6, 72])
    expect(await listed()).toEqual([[trace(1), 4]])
    expect(await documentsLeft(1)).toBe(4)
    await settleMap()
    expect(await differences()).toEqual([])
  })

  test('what is left of a trace is listed though its key once moved over that midnight', async () => {
    {
      await using server = await life()
      await server.take(24.001, [1, 1, 24])
    }
    // Its clock was set back.
    await using server = await life()
    await server.take(23.999, [1, 2, 24])
    await server.take(24.1, [1, 3, 24])
    expect(await listed()).toEqual([[trace(1), 3]])
    await settleMap()
    await server.passTo(72)
    expect(await listed()).toEqual([[trace(1), 2]])
    expect(await differences()).toEqual([])
    await settleMap()
    expect(await requestsOnMap()).toBe(2)
    expect(await differences()).toEqual([])
  })

  test('every server forgets, and what two have of one trace is listed', async () => {
    await store.close()
    store = await engine.openEmptyStore(false)
    await using control = await life({}, 0)
    await using other = await life({}, 1)
    await control.take(23.999, [1, 1])
    await other.take(23.999, [2, 4])
    // It buries its own first receipt of the trace, and has the other trace in memory.
    await other.take(24.001, [1, 2, 23.9], [2, 5, 23.9])
    await control.passTo(72)
    expect(await listed()).toEqual([
      [trace(1), 1],
      [trace(2), 1],
    ])
    expect(await differences()).toEqual([])
    await other.take(72.1, [2, 6, 23.9])
    expect(await listed()).toEqual([
      [trace(1), 1],
      [trace(2), 2],
    ])
    expect(await differences()).toEqual([])
  })

  test('the map forgets a dropped trace that started after the midnight until which all is dropped', async () => {
    await using server = await life()
    await server.take(23.5, [1, 1, 24.2])
    await server.take(24.2, [2, 2])
    await settleMap()
    expect(await requestsOnMap()).toBe(2)
    await server.passTo(72)
    expect(await requestsOnMap()).toBe(1)
    await settleMap()
    expect(await requestsOnMap()).toBe(1)
    expect(await differences()).toEqual([])
  })

  test('minutes behind the horizon are not made again and again, and are made when it moves back', async () => {
    await using server = await life()
    await server.take(1, [1, 1])
    await server.passTo(72)
    await server.take(72.5, [2, 2, 30], [3, 3, 10])
    await using recomputer = new Recomputer({ store })
    await recomputer.settle()
    expect(recomputer.state()).toMatchObject({ minutes: 1, hours: 1, days: 1, dirtyMinutes: 0 })
    expect(await partitions('map_1m')).toEqual(['20241120'])
    await server.retention.reopen(at(0))
    await recomputer.settle()
    expect(recomputer.state()).toMatchObject({ minutes: 2, hours: 2, days: 2, dirtyMinutes: 0 })
    expect(await differences()).toEqual([])
  })

  test.each(['before anything is dropped', 'before it is settled'])(
    'a crash %s is mended by the next start',
    async (when) => {
      {
        await using server = await life()
        await server.take(23.9, [1, 1], [2, 2])
        await server.take(24.5, [1, 3, 23.9], [3, 4])
        await settleMap()
      }
      await store.horizon.move(at(24))
      if (when === 'before it is settled')
        await store.connection.command({ sql: `alter table summaries drop partition id '20241119'` })
      await using server = await life()
      await server.passTo(72)
      expect(await listed()).toEqual([
        [trace(1), 1],
        [trace(3), 1],
      ])
      expect(store.horizon.isSettled).toBe(true)
      expect(await differences()).toEqual([])
    },
  )

  test.each([1, 2])(
    'a crash behind %s of the statements that forget a moved trace hides nothing of what is left of it',
    async (done) => {
      {
        await using server = await life()
        await server.take(24.001, [1, 1, 24])
      }
      {
        // Its clock was set back.
        await using server = await life()
        await server.take(23.999, [1, 2, 24])
        await server.take(24.1, [1, 3, 24])
        await store.horizon.move(at(24))
        const { connection } = store
        const command = connection.command.bind(connection)
        let begun = 0
        connection.command = async (statement) => {
          if (statement.sql.includes('trace_id in (') && ++begun > done) throw new Error('crash')
          await command(statement)
        }
        now = at(72)
        await expect(server.retention.round()).rejects.toThrow('crash')
        connection.command = command
      }
      await using server = await life()
      await server.passTo(72)
      const { traces } = await store.orderedTraces({
        ...{ set: { window: everything }, order: 'start', descending: true, limit: 10 },
      })
      expect(traces.map(({ segments }) => segments.length)).toEqual([2])
      expect(await differences()).toEqual([])
    },
  )

  test('the entries of gone traces leave the directory', async () => {
    await using server = await life()
    await server.take(1, [1, 1], [2, 2])
    await server.take(50, [2, 3], [3, 4])
    await server.passTo(72)
    await server.take(90, [3, 5])
    await server.passTo(120)
    const known = async () => {
      const [row] = await store.connection.rows('ask', { sql: 'select uniqExact(trace_id) from traces' })
      return row?.[0]
    }
    await expect.poll(known, { timeout: 10_000 }).toBe(2)
    expect(await differences()).toEqual([])
  })

  test('an answer that comes after a move does not take the horizon back', async () => {
    await store.horizon.move(at(0))
    const held = signal()
    const answered = signal()
    const slow = answering(store.connection, async (rows) => {
      if (answered.isGiven) return rows
      answered.give()
      await held.given
      return rows
    })
    const horizon = new Horizon(slow)
    const older = horizon.refresh()
    await answered.given
    await horizon.move(at(24))
    await horizon.settle()
    held.give()
    await older
    expect([horizon.time, horizon.isSettled]).toEqual([at(24), true])
  })

  test('a horizon that is asked for while it moves has the number that is stored', async () => {
    const asking = new Proxy(store.connection, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target)
        if (typeof member !== 'function') return member
        if (name !== 'insert') return member.bind(target)
        return async (into: Parameters<Connection['insert']>[0]) => {
          await target.insert(into)
          await horizon.refresh()
        }
      },
    })
    const horizon = new Horizon(asking)
    await horizon.move(at(24))
    await store.horizon.refresh()
    expect([horizon.number, horizon.time]).toEqual([store.horizon.number, at(24)])
  })

  test('an empty store has nothing to drop, and a young one forgets nothing', async () => {
    await using server = await life()
    await server.passTo(1000)
    expect(store.horizon.time).toBe(0)
    await server.take(1000, [1, 1])
    await server.passTo(1024)
    expect(store.horizon.time).toBe(0)
    expect(await listed()).toHaveLength(1)
  })

  test('a longer retention lets older documents in again, and those that are left do not come back', async () => {
    await using server = await life()
    await server.take(1, [1, 1])
    await server.take(25, [2, 2], [1, 3, 1])
    await server.passTo(72)
    await server.retention.reopen(at(0))
    expect(store.horizon.time).toBe(at(0))
    expect(await listed()).toEqual([
      [trace(1), 1],
      [trace(2), 1],
    ])
    expect(await differences()).toEqual([])
    await server.take(1, [1, 1])
    expect(await listed()).toEqual([
      [trace(1), 2],
      [trace(2), 1],
    ])
    await settleMap()
    expect(await differences()).toEqual([])
  })

  describe('and a limit on the disk', () => {
    /** The tables are as large as they are: what lies beside them decides. */
    let others = 0
    const limited = { retention: (90 * day) as Micros, maxDisk: 100e6 as Bytes, otherBytes: () => others }

    test('the oldest days go before it is reached, never that of today: then nothing more is accepted', async () => {
      await using server = await life(limited)
      others = 50e6
      await server.take(1, [1, 1])
      await server.take(25, [2, 2])
      await server.take(49, [3, 3])
      await server.passTo(50)
      expect(await listed()).toHaveLength(3)
      others = 96e6
      await server.passTo(51)
      expect(await listed()).toEqual([[trace(3), 1]])
      expect(await partitions('segments')).toHaveLength(1)
      expect(server.retention.state().isFull).toBe(false)
      others = 99.5e6
      await server.passTo(52)
      expect(server.retention.state()).toMatchObject({ isFull: true, days: [at(48)] })
      others = 96e6
      await server.passTo(52)
      expect(server.retention.state().isFull).toBe(true)
      others = 90e6
      await server.passTo(52)
      expect(server.retention.state().isFull).toBe(false)
      expect(await differences()).toEqual([])
    })

    test('a round ends, and drops no more, while the engine still holds what was dropped', async () => {
      const held = answering(store.connection, (rows, sql) =>
        sql.includes('system.parts') ? [...rows, ['summaries', '20241118', 0, 96e6]] : rows,
      )
      others = 0
      await using server = await life({
        ...limited,
        store: { connection: held, horizon: store.horizon, groups: store.groups },
      })
      await server.take(1, [1, 1])
      await server.take(25, [2, 2])
      await store.horizon.move(at(0))
      await store.horizon.settle()
      await server.passTo(26)
      expect(await listed()).toHaveLength(2)
    })
  })
})
