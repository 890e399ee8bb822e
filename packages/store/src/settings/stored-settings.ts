import { Cells } from '../cells.ts'
import type { Connection } from '../connection.ts'
import { errors, StoreError } from '../errors.ts'
import { RowBinary } from '../row-binary.ts'

/** What people have set: durable when written, and the same for every server on this store. */
export type SettingKind = 'group'

export interface StoredSetting {
  readonly name: string
  /** As it was written. */
  readonly value: string
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

/** Which version has this setting, one that is gone too? */
const versionSql = `
select max(version)
from settings
where kind = {kind:String}
  and name = {name:String}
`

export async function readSettings(connection: Connection, kind: SettingKind): Promise<readonly StoredSetting[]> {
  const rows = await connection.rows('ask', { sql: settingsSql, parameters: { kind } })
  return rows.map((row) => {
    const cells = new Cells(row)
    return { name: cells.text(), value: cells.text() }
  })
}

/**
 * Writes a setting, or removes it where `value` is undefined. When it resolves, the setting is on disk and was read back:
 * a write of another server at the same time may have won, which throws SettingNotKept.
 */
export async function writeSetting(
  connection: Connection,
  kind: SettingKind,
  name: string,
  value: string | undefined,
): Promise<void> {
  const [versions = []] = await connection.rows('ask', { sql: versionSql, parameters: { kind, name } })
  const row = new RowBinary()
  row.string(kind)
  row.string(name)
  row.string(value ?? '')
  row.uint32(new Cells(versions).number() + 1)
  row.uint8(value === undefined ? 1 : 0)
  await connection.insert({
    table: 'settings',
    columns: ['kind', 'name', 'value', 'version', 'gone'],
    format: 'RowBinary',
    body: () => Buffer.from(row.bytes()),
  })
  const kept = (await readSettings(connection, kind)).find((setting) => setting.name === name)
  if (kept?.value !== value) throw new StoreError('settingNotKept', errors.settingNotKept.text(kind, name))
}
