import { Cells } from '../cells.ts'
import type { Connection, Lane } from '../connection.ts'
import { errors, StoreError } from '../errors.ts'
import { RowBinary } from '../row-binary.ts'

/** What people have set, and what follows from it: durable when written, and the same for every server on this store. */
export type SettingKind = 'group' | 'group version'

export interface StoredSetting {
  readonly name: string
  /** As it was written. */
  readonly value: string
}

export interface SettingChange {
  readonly kind: SettingKind
  readonly name: string
  /** undefined: it is removed. */
  readonly value: string | undefined
}

/**
 * Which settings of a kind are there, by name?
 *
 * Cost: one small table. Sort key: kind.
 */
const settingsSql = `
select
  name,
  value
from settings final
where kind = {kind:String}
order by name
`

/** Which version has the newest of all settings, those that are gone too? */
const versionSql = `
select max(version)
from settings
`

export async function readSettings(
  connection: Connection,
  kind: SettingKind,
  lane: Lane = 'ask',
): Promise<readonly StoredSetting[]> {
  const rows = await connection.rows(lane, { sql: settingsSql, parameters: { kind } })
  return rows.map((row) => {
    const cells = new Cells(row)
    return { name: cells.text(), value: cells.text() }
  })
}

/**
 * Writes settings, all of them or none. When it resolves they are on disk and were read back: a write of another server at
 * the same time may have won, which throws SettingNotKept.
 */
export async function writeSettings(connection: Connection, changes: readonly SettingChange[]): Promise<void> {
  if (changes.length === 0) return
  const [versions = []] = await connection.rows('ask', { sql: versionSql })
  const version = new Cells(versions).number() + 1
  const row = new RowBinary()
  for (const { kind, name, value } of changes) {
    row.string(kind)
    row.string(name)
    row.string(value ?? '')
    row.uint32(version)
    row.uint8(value === undefined ? 1 : 0)
  }
  await connection.insert({
    table: 'settings',
    columns: ['kind', 'name', 'value', 'version', 'gone'],
    format: 'RowBinary',
    body: () => Buffer.from(row.bytes()),
  })
  for (const kind of new Set(changes.map((change) => change.kind))) {
    const kept = new Map((await readSettings(connection, kind)).map(({ name, value }) => [name, value]))
    const lost = changes.find((change) => change.kind === kind && kept.get(change.name) !== change.value)
    if (lost !== undefined) throw new StoreError('settingNotKept', errors.settingNotKept.text(kind, lost.name))
  }
}
