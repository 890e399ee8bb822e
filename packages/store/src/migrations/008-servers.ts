import type { Migration } from './home.ts'
import { syncSettings } from './sync-settings.ts'

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
  ${syncSettings}`,
  ],
}
