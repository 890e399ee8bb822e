type EngineFamily = 'MergeTree' | 'ReplacingMergeTree' | 'AggregatingMergeTree' | 'SummingMergeTree'

/** Where the tables live: what differs between the embedded engine and a cluster in the text of a migration. */
export interface Home {
  /** The engine clause of a table, e.g. `MergeTree` or `ReplicatedMergeTree('/clickhouse/…', '{replica}')`. */
  engine(family: EngineFamily, table: string, columns?: string): string
  /** Between a table's name and its columns: '' or `on cluster …`. */
  readonly onCluster: string
  /** The table that holds the rows; where the name that everyone asks is that of another one over them, it differs. */
  local(table: string): string
  /** Makes that other one; nothing where there is none. */
  over(table: string): readonly string[]
  /** Tells that other one of a column that the rows have got since. */
  columnOver(table: string, column: string): readonly string[]
  /** And of one that they no longer have. Before they lose it: that other one writes all that it knows of. */
  noColumnOver(table: string, column: string): readonly string[]
}

export const oneEngine: Home = {
  engine: (family, _table, columns = '') => `${family}(${columns})`,
  onCluster: '',
  local: (table) => table,
  over: () => [],
  columnOver: () => [],
  noColumnOver: () => [],
}

/**
 * One step from one schema to the next. Each statement may be repeated: a crash between two of them, or before the
 * step is noted, is cured by running all of them again.
 */
export interface Migration {
  readonly number: number
  readonly name: string
  statements(home: Home): readonly string[]
}
