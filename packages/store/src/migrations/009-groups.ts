import { lateTracesSql } from './004-map-rows.ts'
import type { Migration } from './home.ts'

/**
 * `groups` of a summary: the ids of the group versions that hold of its trace (docs/decisions/095). Rows that are older
 * than this have none, and no group began before. The copies of late traces carry them too.
 */
export const groups: Migration = {
  number: 9,
  name: 'groups',
  statements: (home) => [
    ...[home.local('summaries'), 'late_traces'].map(
      (table) => `alter table ${table} ${home.onCluster} add column if not exists groups Array(UInt32) codec(ZSTD(1))`,
    ),
    ...home.columnOver('summaries', 'groups Array(UInt32)'),
    `alter table late_traces_of_summaries ${home.onCluster} modify query
${lateTracesSql(home.local('summaries'), '1', ['groups'])}`,
  ],
}
