import type { Migration } from './home.ts'
import { syncSettings } from './sync-settings.ts'

/**
 * Where the stored past begins: documents received before `time` (µs) are gone for every reader. `farthest`: the
 * latest that it ever was. The row with the greatest number holds; it is `settled` when all tables say what the documents
 * since then say (docs/decisions/063).
 */
export const horizons: Migration = {
  number: 5,
  name: 'horizons',
  statements: (home) => [
    `create table if not exists horizons ${home.onCluster} (
  number UInt32,
  time Int64,
  farthest Int64,
  settled UInt8
)
engine = ${home.engine('ReplacingMergeTree', 'horizons', 'settled')}
order by number
settings
  ${syncSettings}`,
  ],
}
