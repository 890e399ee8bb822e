import type { Home } from './home.ts'

/** Name, type, and how the engine makes it from the other columns of a row. */
export type MaterializedColumn = readonly [name: string, type: string, sql: string]

/** As they stand where a table is made or altered. */
export function materialized(columns: readonly MaterializedColumn[], codec = 'ZSTD(1)'): readonly string[] {
  return columns.map((column) => `${withoutCodec(column)} codec(${codec})`)
}

/** Adds them to a table that is there. `defined`: as {@link materialized} has them. */
export function addMaterialized(
  home: Home,
  table: string,
  columns: readonly MaterializedColumn[],
  defined: readonly string[],
): readonly string[] {
  return [
    `alter table ${home.local(table)} ${home.onCluster}
  ${defined.map((column) => `add column if not exists ${column}`).join(',\n  ')}`,
    ...columns.flatMap((column) => home.columnOver(table, withoutCodec(column))),
  ]
}

function withoutCodec([name, type, sql]: MaterializedColumn): string {
  return `${name} ${type} materialized ${sql}`
}
