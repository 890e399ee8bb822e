import { codecs } from './codecs.ts'
import type { Migration } from './home.ts'
import { mergeSettings } from './merge-settings.ts'
import { syncSettings } from './sync-settings.ts'

/**
 * The documents as they were sent, by trace. A document may be there more than once (a load that was repeated, a client
 * that retried): readers take distinct texts.
 *
 * No deduplication window on purpose: a block that is recognised as a repeat does not reach the view that fills the
 * trace directory, so a crash between the two would leave documents without a directory entry.
 *
 * `checksum` is the first column of a write-ahead record, which is loaded as it stands.
 */
export const segments: Migration = {
  number: 1,
  name: 'segments',
  statements: (home) => [
    `create table if not exists ${home.local('segments')} ${home.onCluster} (
  checksum String ephemeral,
  server UInt8,
  trace_id UUID codec(${codecs.documentsOfTrace}),
  segment_id FixedString(16) codec(ZSTD(1)),
  received Int64 codec(Delta, ZSTD(1)),
  document String codec(ZSTD(1))
)
engine = ${home.engine('MergeTree', 'segments')}
partition by toYYYYMMDD(toDateTime(intDiv(received, 1000000), 'UTC'))
order by (trace_id, segment_id)
settings
  index_granularity = 128,
  ttl_only_drop_parts = 1,
  ${syncSettings},
  ${mergeSettings(10)}`,
    ...home.over('segments'),
  ],
}
