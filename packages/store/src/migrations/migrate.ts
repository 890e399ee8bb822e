import type { Connection } from '../connection.ts'
import { errors, StoreError } from '../errors.ts'
import { segments } from './001-segments.ts'
import { traces } from './002-traces.ts'
import { summaries } from './003-summaries.ts'
import { mapRows } from './004-map-rows.ts'
import { horizons } from './005-horizons.ts'
import { merges } from './006-merges.ts'
import { settings } from './007-settings.ts'
import { servers } from './008-servers.ts'
import { groups } from './009-groups.ts'
import { digests } from './010-digests.ts'
import { texts } from './011-texts.ts'
import { numbers } from './012-numbers.ts'
import { listings } from './013-listings.ts'
import { urls } from './014-urls.ts'
import { times } from './015-times.ts'
import { shapes } from './016-shapes.ts'
import { ranks } from './017-ranks.ts'
import { mergesOfSummaries } from './018-merges-of-summaries.ts'
import { mergesOfOneSize } from './019-merges-of-one-size.ts'
import { smallerColumns } from './020-smaller-columns.ts'
import { type Home, type Migration, oneEngine } from './home.ts'

/**
 * In order; numbers are never given twice. What makes a table is kept as tables are now: those that are there get the rest by
 * statements that begin with `alter`, and their rows are copied by those that begin with `insert`.
 */
export const migrations: readonly Migration[] = [
  segments,
  traces,
  summaries,
  mapRows,
  horizons,
  merges,
  settings,
  servers,
  groups,
  digests,
  texts,
  numbers,
  listings,
  urls,
  times,
  shapes,
  ranks,
  mergesOfSummaries,
  mergesOfOneSize,
  smallerColumns,
]

/**
 * Brings the tables to this version. A crash at any point is cured by running it again.
 * Throws NewerSchema where a newer Roentgen was here.
 */
export async function migrate(connection: Connection, home: Home = oneEngine): Promise<void> {
  await connection.command({
    sql: `create table if not exists migrations ${home.onCluster} (number UInt32, name String)
engine = ${home.engine('ReplacingMergeTree', 'migrations')}
order by number
settings fsync_after_insert = 1, fsync_part_directory = 1`,
  })
  const rows = await connection.rows('load', { sql: 'select distinct number from migrations' })
  const done = new Set(rows.map(([number]) => Number(number)))
  const known = migrations.at(-1)?.number ?? 0
  const found = Math.max(0, ...done)
  if (found > known) throw new StoreError('newerSchema', errors.newerSchema.text(found, known))
  if (done.has(4) && !(await hasSlots(connection)))
    throw new StoreError('unpublishedSchema', errors.unpublishedSchema.text())
  const missing = migrations.filter(({ number }) => !done.has(number))
  if (missing.length === 0) return
  const isNew = home === oneEngine && done.size === 0 && !(await hasTables(connection))
  if (isNew) {
    // Tables that are made now have what later migrations add to those that are there, and no rows to copy.
    const statements = missing.flatMap((migration) => migration.statements(home))
    await makeAll(
      connection,
      statements.filter((sql) => !/^(alter|insert) /.test(sql)),
    )
    await note(connection, missing)
    return
  }
  for (const migration of missing) {
    for (const sql of migration.statements(home)) await connection.command({ sql })
    // Each when it is done: after a crash none is done again in tables that later ones have changed.
    await note(connection, [migration])
  }
}

async function note(connection: Connection, done: readonly Migration[]): Promise<void> {
  await connection.insert({
    table: 'migrations',
    columns: ['number', 'name'],
    format: 'TabSeparated',
    body: () => Buffer.from(done.map(({ number, name }) => `${number}\t${name}\n`).join('')),
  })
}

/** Tables need nothing of each other, and each waits for the disk: at once. Views need tables. */
async function makeAll(connection: Connection, statements: readonly string[]): Promise<void> {
  const isTable = (sql: string) => sql.startsWith('create table ')
  const tables = statements.filter(isTable).map((sql, i) => {
    // The embedded engine has two sessions for questions besides the one for loads.
    const settings = i % 3 === 0 ? {} : { log_comment: 'ask' }
    return connection.command({ sql, settings })
  })
  await Promise.all(tables)
  for (const sql of statements) if (!isTable(sql)) await connection.command({ sql })
}

/** Other than the migrations' own: an earlier version may have crashed before it noted any. */
async function hasTables(connection: Connection): Promise<boolean> {
  const sql = `select count()
from system.tables
where database = currentDatabase()
  and name != 'migrations'`
  const [row] = await connection.rows('load', { sql })
  return Number(row?.[0]) > 0
}

/** Migration 4 was written anew before anything was published (decision 074): stores that had its first form lack the slots. */
async function hasSlots(connection: Connection): Promise<boolean> {
  const sql = `select count()
from system.columns
where database = currentDatabase()
  and table = 'marks'
  and name = 'slot'`
  const [row] = await connection.rows('load', { sql })
  return Number(row?.[0]) > 0
}
