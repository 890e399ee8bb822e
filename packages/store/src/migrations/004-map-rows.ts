import type { Home, Migration } from './home.ts'

/**
 * The map's rows, recomputed and never added to (docs/decisions/050).
 *
 * `counted` of a summary: when its trace counts in maps, as counted-at.ts says. `marks`: how often a minute changed, so
 * that its sum only grows. `map_1m` and `map_1h`: one row a minute or hour and group, made from summaries when its
 * minutes had `version` marks together; the one with the most holds. All times are the µs at which a minute or hour
 * begins.
 *
 * Nested lists: one element a node and an edge; `buckets` are positions in histogramEdges, `counts` their requests.
 */
export const mapRows: Migration = {
  number: 4,
  name: 'map rows',
  statements: (home) => [
    `alter table summaries ${home.onCluster}
  add column if not exists counted Int64
    materialized if(start > key_time + 3600000000 or start < key_time - 2592000000000, key_time, start)
    codec(Delta, ZSTD(1)),
  add index if not exists by_counted counted type minmax granularity 1`,
    `create table if not exists marks ${home.onCluster} (
  minute Int64 codec(Delta, ZSTD(1)),
  marks UInt64 codec(ZSTD(1))
)
engine = ${home.engine('SummingMergeTree', 'marks', 'marks')}
partition by toYYYYMM(toDateTime(intDiv(minute, 1000000), 'UTC'))
order by minute
settings
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1`,
    rows(home, 'map_1m'),
    rows(home, 'map_1h'),
    // What was stored before there were marks. Once more after a crash makes more marks, which changes no answer.
    `insert into marks
select
  intDiv(counted, 60000000) * 60000000 as minute,
  1
from summaries
group by minute`,
  ],
}

const numbers = `
    ok UInt64,
    error UInt64,
    throttle UInt64,
    fault UInt64,
    total_time Int64,
    first Int64,
    last Int64,
    buckets Array(UInt8),
    counts Array(UInt64)`

function rows(home: Home, table: string): string {
  return `create table if not exists ${table} ${home.onCluster} (
  start Int64 codec(Delta, ZSTD(1)),
  group_name LowCardinality(String) codec(ZSTD(1)),
  version UInt64 codec(ZSTD(1)),

  node Nested(
    name LowCardinality(String),
    type LowCardinality(String),
    account LowCardinality(String),
    flags UInt8,${numbers}
  ) codec(ZSTD(1)),

  edge Nested(
    from_name LowCardinality(String),
    from_type LowCardinality(String),
    from_account LowCardinality(String),
    to_name LowCardinality(String),
    to_type LowCardinality(String),
    to_account LowCardinality(String),
    flags UInt8,${numbers}
  ) codec(ZSTD(1))
)
engine = ${home.engine('ReplacingMergeTree', table, 'version')}
partition by toYYYYMMDD(toDateTime(intDiv(start, 1000000), 'UTC'))
order by (group_name, start)
settings
  index_granularity = 64,
  ttl_only_drop_parts = 1,
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1`
}
