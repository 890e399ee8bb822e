import type { Micros } from '@roentgen/trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Connection } from '../connection.ts'
import { trace } from '../fixtures/documents.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { summaryOf } from '../fixtures/summary.ts'
import { SummaryRows } from '../insert-summaries.ts'
import { insertedColumns } from '../summary-columns.ts'
import { oneEngine } from './home.ts'
import { migrate, migrations } from './migrate.ts'
import { syncSettings } from './sync-settings.ts'

const tables = [
  ...['traces_of_segments', 'traces', 'segments', 'late_traces_of_summaries', 'late_traces', 'summaries', 'marks'],
  ...['map_1m', 'map_1h', 'map_1d', 'horizons', 'settings', 'servers', 'listings'],
]
const statements = migrations.flatMap((migration) => migration.statements(oneEngine))

describe('migrations', () => {
  let engine: TestEngine
  /** Of a new store. */
  let schemaMade: readonly unknown[]

  beforeAll(async () => {
    engine = await startTestEngine()
    await using made = await engine.connect('made')
    await migrate(made)
    schemaMade = await schemaOf(made)
  })
  afterAll(() => engine[Symbol.asyncDispose]())

  test('are numbered without gaps', () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, i) => i + 1))
  })

  test('make no table that leaves what is inserted in memory alone', () => {
    const made = statements.filter((sql) => sql.startsWith('create table'))
    expect(made.length).toBeGreaterThan(10)
    for (const sql of made) expect(sql).toContain(syncSettings)
  })

  test('are noted, each once, however often a server starts', async () => {
    for (let starts = 0; starts < 3; starts++) await (await engine.openStore('again')).close()
    await using store = await engine.openStore('again')
    const rows = await store.connection.rows('ask', { sql: 'select number, name from migrations order by number' })
    expect(rows).toEqual(migrations.map(({ number, name }) => [number, name]))
  })

  test('go on after a crash behind any statement, and after a crash of the start that mends it', async () => {
    await using connection = await engine.connect('crash')
    // Behind the table of migrations and one other: the next start finds no new store.
    expect(await dies(connection, 2)).toBe(true)
    const crashes = []
    let steps = 2
    for (let noted = 0; await dies(connection, steps); crashes.push(noted)) {
      const before = noted
      noted = await notesIn(connection)
      // Each start gets one statement further than the last; behind a note, the next one begins with another migration.
      steps = noted > before ? 2 : steps + 1
    }
    expect(crashes.length).toBeGreaterThanOrEqual(statements.length + migrations.length - 1)
    expect(await schemaOf(connection)).toEqual(schemaMade)
  }, 60_000)

  test('go on after a crash between the last table of a new store and its notes', async () => {
    await using connection = await engine.connect('unnoted')
    const made = statements.filter((sql) => sql.startsWith('create '))
    expect(await dies(connection, 1 + made.length)).toBe(true)
    expect(await notesIn(connection)).toBe(0)
    await migrate(connection)
    expect(await notesIn(connection)).toBe(migrations.length)
    expect(await schemaOf(connection)).toEqual(schemaMade)
  }, 60_000)

  test('make a new store as it is after all of them, without altering what they have just made', async () => {
    await using altered = await engine.connect('altered')
    for (const sql of statements) await altered.command({ sql })
    expect(schemaMade).toEqual(await schemaOf(altered))
    const found = await altered.rows('ask', { sql: 'show tables' })
    expect(found.flat().sort()).toEqual([...tables].sort())
    // As a version left them that noted all migrations at once, and died before.
    await migrate(altered)
    expect(await notesIn(altered)).toBe(migrations.length)
    expect(await schemaOf(altered)).toEqual(schemaMade)
  }, 60_000)

  test('refuse the tables of a newer version by name', async () => {
    await using store = await engine.openStore('newer')
    await store.connection.insert({
      table: 'migrations',
      columns: ['number', 'name'],
      format: 'TabSeparated',
      body: () => Buffer.from('999\tfuture\n'),
    })
    await expect(engine.openStore('newer')).rejects.toMatchObject({ code: 'NewerSchema' })
  })

  test('refuse tables of the first, unpublished form of the fourth by name', async () => {
    await using store = await engine.openStore('unpublished')
    await store.connection.command({ sql: 'drop table marks sync' })
    await store.connection.command({
      sql: 'create table marks (minute Int64, marks UInt64) engine = SummingMergeTree(marks) order by minute',
    })
    await expect(engine.openStore('unpublished')).rejects.toMatchObject({ code: 'UnpublishedSchema' })
  })

  test('bring what lists show from the column where it was to the table where it is, and tombstones with it', async () => {
    const rows = new SummaryRows()
    const start = 1_732_000_000_000_000 as Micros
    rows.add(start, summaryOf({ traceId: trace(1), start, revision: 3 }))
    rows.bury((start + 1) as Micros, trace(1))
    const asked = {
      sql: 'select key_time, trace_id, revision, gone, base64Encode(listed) from listings order by key_time',
    }
    const written = await (async () => {
      await using store = await engine.openStore('listed')
      const { connection } = store
      await rows.insert(connection)
      const written = await connection.rows('ask', asked)
      for (const sql of [
        'alter table summaries add column listed String',
        `alter table summaries update listed = (select any(listed) from listings where gone = 0) where gone = 0 settings mutations_sync = 1`,
        'drop table listings sync',
        'alter table migrations delete where number >= 13 settings mutations_sync = 1',
      ])
        await connection.command({ sql })
      return written
    })()
    expect(written).toHaveLength(2)
    await using store = await engine.openStore('listed')
    expect(await store.connection.rows('ask', asked)).toEqual(written)
  })

  test('store the shapes of rows that were there before shapes were', async () => {
    const start = 1_732_000_000_000_000 as Micros
    const stored = `select count() > 0
from system.parts_columns
where database = currentDatabase() and table = 'summaries' and active and column = 'shape'`
    {
      await using store = await engine.openStore('shapes')
      const { connection } = store
      await connection.command({ sql: 'alter table summaries drop column shape' })
      await connection.command({ sql: 'alter table migrations delete where number >= 16 settings mutations_sync = 1' })
      const rows = new SummaryRows()
      rows.add(start, summaryOf({ traceId: trace(1), start, revision: 3 }))
      await rows.insert(connection)
      expect(await connection.rows('ask', { sql: stored })).toEqual([[0]])
    }
    await using store = await engine.openStore('shapes')
    await expect.poll(() => store.connection.rows('ask', { sql: stored }), { timeout: 10_000 }).toEqual([[1]])
  })

  test('make every column that a summary row is written into', async () => {
    await using store = await engine.openStore('columns')
    const sql = `select name from system.columns where database = currentDatabase() and table = 'summaries'
and default_kind = ''`
    const columns = (await store.connection.rows('ask', { sql })).flat()
    expect([...columns].sort()).toEqual(insertedColumns.map(([name]) => name).sort())
  })
})

class Death extends Error {}

/** Migrates like a process that is killed behind so many statements, and says whether it was. The engine ends what it began. */
async function dies(connection: Connection, behind: number): Promise<boolean> {
  let left = behind
  const begun: unknown[] = []
  const mortal = new Proxy(connection, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      if (name !== 'command' && name !== 'insert') return member.bind(target)
      return (...given: unknown[]): unknown => {
        if (left-- <= 0) throw new Death()
        const work: unknown = Reflect.apply(member, target, given)
        begun.push(work)
        return work
      }
    },
  })
  try {
    await migrate(mortal)
    return false
  } catch (error) {
    if (error instanceof Death) return true
    throw error
  } finally {
    await Promise.allSettled(begun)
  }
}

async function notesIn(connection: Connection): Promise<number> {
  const [row] = await connection.rows('ask', { sql: 'select uniqExact(number) from migrations' })
  return Number(row?.[0])
}

/** Every table's columns and settings, by name. */
async function schemaOf(connection: Connection): Promise<readonly unknown[]> {
  const asked = [
    `select table, name, type, default_kind, default_expression, compression_codec from system.columns
where database = currentDatabase() order by table, name`,
    `select table, name, expr, type_full, granularity from system.data_skipping_indices
where database = currentDatabase() order by table, name`,
    `select name, engine_full, replaceAll(as_select, currentDatabase(), '') from system.tables
where database = currentDatabase() and name != 'migrations' order by name`,
  ]
  const rows = []
  for (const sql of asked) rows.push(...(await connection.rows('ask', { sql })))
  return rows.filter(([table]) => table !== 'migrations')
}
