import { rankColumns } from '../number-ranks.ts'
import { shapeColumns } from '../trace-shape.ts'
import { numberColumns } from '../value-numbers.ts'
import { codecs } from './codecs.ts'
import { countedColumn } from './counted-column.ts'
import { digestColumns } from './digest-columns.ts'
import type { Migration } from './home.ts'
import { mergeSettings } from './merge-settings.ts'
import { syncSettings } from './sync-settings.ts'
import { textColumns } from './text-columns.ts'
import { timesIndex } from './times-index.ts'

/**
 * One row a trace: everything that a list, a filter or a map asks. Where two rows have one key, the greater revision
 * holds; `gone` with the greatest revision buries a key under which the trace no longer stands.
 *
 * LowCardinality only where filters compare most: on every string it was measured to triple the cost of a load.
 *
 * A wide part is 285 files, made, written and synced one by one: parts below some 80,000 traces are compact, of 21 files.
 * Merges copy rows cell by cell, which costs as much as the insert: they wait for twelve parts of about one size.
 *
 * Nested lists: one element a segment, an edge, an annotation, a root cause and its services, entities and exceptions.
 * `flags` are the bits of summary-flags.ts. null is absent, which is neither '' nor 0.
 */
export const summaries: Migration = {
  number: 3,
  name: 'summaries',
  statements: (home) => [
    `create table if not exists ${home.local('summaries')} ${home.onCluster} (
  key_time Int64 codec(Delta, ZSTD(1)),
  trace_id UUID codec(NONE),
  revision UInt32 codec(ZSTD(1)),
  gone UInt8 codec(ZSTD(1)),
  start Int64 codec(Delta, ZSTD(1)),
  end Int64 codec(Delta, ZSTD(1)),
  duration Int64 codec(ZSTD(1)),
  response_time Nullable(Int64) codec(ZSTD(1)),
  ok Bool codec(ZSTD(1)),
  error Bool codec(ZSTD(1)),
  throttle Bool codec(ZSTD(1)),
  fault Bool codec(ZSTD(1)),
  partial Bool codec(ZSTD(1)),
  inferred Bool codec(ZSTD(1)),
  limit_exceeded Bool codec(ZSTD(1)),
  root Int32 codec(ZSTD(1)),
  has_http Bool codec(ZSTD(1)),
  http_method Nullable(String) codec(ZSTD(1)),
  http_url Nullable(String) codec(ZSTD(1)),
  http_user_agent Nullable(String) codec(ZSTD(1)),
  http_client_ip Nullable(String) codec(ZSTD(1)),
  http_status Nullable(Int32) codec(ZSTD(1)),

  segment Nested(
    name LowCardinality(String),
    type LowCardinality(String),
    account String,
    flags UInt8,
    http_method Nullable(String),
    http_url Nullable(String),
    http_user_agent Nullable(String),
    http_client_ip Nullable(String),
    http_status Nullable(Int32),
    user Nullable(String),
    instance_id Nullable(String),
    availability_zone Nullable(String),
    resource_arn Nullable(String),
    entity UInt64
  ) codec(ZSTD(1)),
  \`segment.start\` Array(Int64) codec(${codecs.starts}),
  \`segment.duration\` Array(Nullable(Int64)) codec(${codecs.durations}),

  edge Nested(
    from Int32,
    to Int32,
    flags UInt8,
    http_method Nullable(String),
    http_url Nullable(String),
    http_user_agent Nullable(String),
    http_client_ip Nullable(String),
    http_status Nullable(Int32),
    callee UInt64
  ) codec(ZSTD(1)),
  \`edge.start\` Array(Int64) codec(${codecs.starts}),
  \`edge.duration\` Array(Nullable(Int64)) codec(${codecs.durations}),
  \`edge.caller\` Array(UInt64) codec(${codecs.repeated}),

  annotation Nested(
    segment UInt32,
    key LowCardinality(String),
    kind Enum8('text' = 0, 'number' = 1, 'boolean' = 2),
    text String,
    number Float64
  ) codec(ZSTD(1)),

  cause Nested(
    flags UInt8,
    services UInt32
  ) codec(ZSTD(1)),
  cause_service Nested(
    flags UInt8,
    index UInt32,
    name String,
    type String,
    account String,
    entities UInt32
  ) codec(ZSTD(1)),
  cause_entity Nested(
    flags UInt8,
    index UInt32,
    name String,
    coverage Nullable(Float64),
    exceptions UInt32
  ) codec(ZSTD(1)),
  cause_exception Nested(
    flags UInt8,
    index UInt32,
    name String,
    message String
  ) codec(ZSTD(1)),

  counted ${countedColumn},
  groups Array(UInt32) codec(ZSTD(1)),
  ${digestColumns.join(',\n  ')},
  ${textColumns.join(',\n  ')},
  ${numberColumns.join(',\n  ')},
  ${shapeColumns.join(',\n  ')},
  ${rankColumns.join(',\n  ')},

  index by_start start type minmax granularity 1,
  index by_annotation arrayMap((k, v) -> concat(k, '=', v), annotation.key, annotation.text) type bloom_filter(0.01) granularity 1,
  index by_annotation_key annotation.key type bloom_filter(0.01) granularity 1,
  index by_client_ip http_client_ip type bloom_filter(0.01) granularity 1,
  index by_user arrayMap(x -> ifNull(x, ''), segment.user) type bloom_filter(0.01) granularity 1,
  index by_name segment.name type bloom_filter(0.01) granularity 1,
  index by_counted counted type minmax granularity 1,
  ${timesIndex}
)
engine = ${home.engine('ReplacingMergeTree', 'summaries', 'revision, gone')}
partition by toYYYYMMDD(toDateTime(intDiv(key_time, 1000000), 'UTC'))
order by (key_time, trace_id)
settings
  index_granularity = 1024,
  ttl_only_drop_parts = 1,
  ${syncSettings},
  min_bytes_for_wide_part = 268435456,
  min_columns_to_activate_adaptive_write_buffer = 1,
  ${mergeSettings(12)}`,
    ...home.over('summaries'),
  ],
}
