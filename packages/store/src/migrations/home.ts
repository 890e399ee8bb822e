type EngineFamily = 'MergeTree' | 'ReplacingMergeTree' | 'AggregatingMergeTree' | 'SummingMergeTree'

/** Where the tables live: what differs between the embedded engine and a cluster in the text of a migration. */
export interface Home {
  /** The engine clause of a table, e.g. `MergeTree` or `ReplicatedMergeTree('/clickhouse/…', '{replica}')`. */
  engine(family: EngineFamily, table: string, columns?: string): string
  /** Between a table's name and its columns: '' or `on cluster …`. */
  readonly onCluster: string
}

export const oneEngine: Home = {
  engine: (family, _table, columns = '') => `${family}(${columns})`,
  onCluster: '',
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
