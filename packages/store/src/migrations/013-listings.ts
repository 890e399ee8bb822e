import type { Migration } from './home.ts'
import { mergeSettings } from './merge-settings.ts'
import { syncSettings } from './sync-settings.ts'

/**
 * What a list shows of a trace, in one value (listed-encode.ts), in the order of the list. The rows that a filtered list
 * gives lie far apart, and each costs a granule: in `summaries`, where it was a column for a while, one of 1,024 traces, here
 * one of 32 (docs/decisions/150).
 *
 * Keys, revisions and tombstones are those of `summaries`, into which the same load writes next.
 */
export const listings: Migration = {
  number: 13,
  name: 'listings',
  statements: (home) => {
    const summaries = home.local('summaries')
    const columns = 'key_time, trace_id, revision, gone, listed'
    return [
      `create table if not exists ${home.local('listings')} ${home.onCluster} (
  key_time Int64 codec(Delta, ZSTD(1)),
  trace_id UUID codec(NONE),
  revision UInt32 codec(ZSTD(1)),
  gone UInt8 codec(ZSTD(1)),
  listed String codec(ZSTD(1))
)
engine = ${home.engine('ReplacingMergeTree', 'listings', 'revision, gone')}
partition by toYYYYMMDD(toDateTime(intDiv(key_time, 1000000), 'UTC'))
order by (key_time, trace_id)
settings
  index_granularity = 32,
  min_compress_block_size = 8192,
  ttl_only_drop_parts = 1,
  ${syncSettings},
  ${mergeSettings(10)}`,
      ...home.over('listings'),
      // From where it was, if it was there: little at a time, for the engine has 700 MB for all that it does.
      `alter table ${summaries} ${home.onCluster} add column if not exists listed String codec(ZSTD(1))`,
      ...home.columnOver('summaries', 'listed String'),
      `insert into listings (${columns})
select ${columns}
from summaries
where listed != ''
  or gone = 1
settings
  max_threads = 1,
  max_insert_threads = 1,
  max_block_size = 8192,
  min_insert_block_size_rows = 65536,
  min_insert_block_size_bytes = 33554432`,
      ...home.noColumnOver('summaries', 'listed'),
      `alter table ${summaries} ${home.onCluster} drop column if exists listed`,
    ]
  },
}
