import { onTimeSql } from '../map/on-time.ts'
import { slot } from '../map/span-of-rows.ts'
import { countedColumn, countedSql } from './counted-column.ts'
import type { Home, Migration } from './home.ts'
import { mergeSettings } from './merge-settings.ts'
import { syncSettings } from './sync-settings.ts'
import { countColumn } from './text-columns.ts'

/**
 * The map's rows, recomputed and never added to (docs/decisions/050 and 074).
 *
 * `counted` of a summary: when its trace counts in maps, as counted-at.ts says. `segment.entity`, `edge.caller` and
 * `edge.callee`: the numbers of entity-numbers.ts. `late_traces`: what maps need of summaries that did not come on time,
 * in the order of the slots of ten seconds in which they count; its view fills it, and the loader buries what has left.
 * `marks`: how often a slot changed, on time or late, so that its sum only grows. `map_1m`, `map_1h` and `map_1d`: one row
 * a minute, hour or day, and group, of the traces that came on time and one of the late ones, made from summaries when
 * its slots had `version` marks together; the one with the most holds. All times are the µs at which they begin.
 *
 * Nested lists: one element a node and an edge; `buckets` are positions in histogramEdges, `counts` their requests.
 */
export const mapRows: Migration = {
  number: 4,
  name: 'map rows',
  statements: (home) => [
    `alter table ${home.local('summaries')} ${home.onCluster}
  add column if not exists counted ${countedColumn},
  add column if not exists segment.entity Array(UInt64) codec(ZSTD(1)),
  add column if not exists edge.caller Array(UInt64) codec(ZSTD(1)),
  add column if not exists edge.callee Array(UInt64) codec(ZSTD(1)),
  add column if not exists groups Array(UInt32) codec(ZSTD(1)),
  add index if not exists by_counted counted type minmax granularity 1`,
    ...[
      'counted Int64',
      'segment.entity Array(UInt64)',
      'edge.caller Array(UInt64)',
      'edge.callee Array(UInt64)',
    ].flatMap((column) => home.columnOver('summaries', column)),
    `create table if not exists marks ${home.onCluster} (
  slot Int64 codec(Delta, ZSTD(1)),
  late UInt8 codec(ZSTD(1)),
  marks UInt64 codec(ZSTD(1))
)
engine = ${home.engine('SummingMergeTree', 'marks', 'marks')}
partition by toYYYYMM(toDateTime(intDiv(slot, 1000000), 'UTC'))
order by (slot, late)
settings
  ${syncSettings},
  ${mergeSettings(10)}`,
    `create table if not exists late_traces ${home.onCluster} (
  slot Int64 codec(Delta, ZSTD(1)),
  trace_id UUID codec(NONE),
  revision UInt32 codec(ZSTD(1)),
  gone UInt8 codec(ZSTD(1)),
  counted Int64 codec(Delta, ZSTD(1)),
  segment Nested(
    entity UInt64,
    name LowCardinality(String),
    type LowCardinality(String),
    account LowCardinality(String),
    flags UInt8,
    start Int64,
    duration Nullable(Int64)
  ) codec(ZSTD(1)),
  edge Nested(
    caller UInt64,
    callee UInt64,
    flags UInt8,
    start Int64,
    duration Nullable(Int64)
  ) codec(ZSTD(1)),
  groups Array(UInt32) codec(ZSTD(1))
)
engine = ${home.engine('ReplacingMergeTree', 'late_traces', 'revision, gone')}
partition by toYYYYMMDD(toDateTime(intDiv(slot, 1000000), 'UTC'))
order by (slot, trace_id)
settings
  index_granularity = 256,
  ttl_only_drop_parts = 1,
  ${syncSettings},
  ${mergeSettings(10)}`,
    `create materialized view if not exists late_traces_of_summaries ${home.onCluster} to late_traces as
${lateTracesSql(home.local('summaries'), '1', ['groups'])}`,
    rows(home, 'map_1m'),
    rows(home, 'map_1h'),
    rows(home, 'map_1d'),
  ],
}

/** The rows of late_traces that belong to some summaries, with columns that came later. */
export function lateTracesSql(from: string, where = '1', more: readonly string[] = []): string {
  return `select
  intDiv(${countedSql}, ${slot}) * ${slot} as slot,
  trace_id,
  revision,
  gone,
  ${countedSql} as counted,
  segment.entity,
  segment.name,
  segment.type,
  segment.account,
  segment.flags,
  segment.start,
  segment.duration,
  edge.caller,
  edge.callee,
  edge.flags,
  edge.start,
  edge.duration${more.map((column) => `,\n  ${column}`).join('')}
from ${from}
where gone = 0
  and not (${onTimeSql(`(${countedSql})`)})
  and ${where}`
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
  late UInt8 codec(ZSTD(1)),
  group_name LowCardinality(String) codec(ZSTD(1)),
  version UInt64 codec(ZSTD(1)),
  ${countColumn},

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
order by (group_name, late, start)
settings
  index_granularity = 64,
  ttl_only_drop_parts = 1,
  ${syncSettings}`
}
