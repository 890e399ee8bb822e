import type { Migration } from './home.ts'

/**
 * What people have set, as JSON by kind and name: groups. The row with the greatest version holds; one that is gone
 * stands for a setting that was removed.
 */
export const settings: Migration = {
  number: 7,
  name: 'settings',
  statements: (home) => [
    `create table if not exists settings ${home.onCluster} (
  kind String,
  name String,
  value String,
  version UInt32,
  gone UInt8
)
engine = ${home.engine('ReplacingMergeTree', 'settings', 'version, gone')}
order by (kind, name)
settings
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1`,
  ],
}
