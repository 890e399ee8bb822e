import type { Migration } from './home.ts'

/**
 * Which server has which number, its bit in the trace directory. A server knows itself by a text in its data directory.
 * `state`: 1 claimed, 2 released, 3 confirmed; of two rows of a number and identity the greatest holds.
 */
export const servers: Migration = {
  number: 8,
  name: 'servers',
  statements: (home) => [
    `create table if not exists servers ${home.onCluster} (
  number UInt8,
  identity String,
  state UInt8
)
engine = ${home.engine('ReplacingMergeTree', 'servers', 'state')}
order by (number, identity)
settings
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1`,
  ],
}
