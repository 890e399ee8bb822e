import type { Migration } from './home.ts'
import { syncSettings } from './sync-settings.ts'

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
  ${syncSettings}`,
  ],
}
