create table if not exists segments_local on cluster 'traces' (
  checksum String ephemeral,
  server UInt8,
  trace_id UUID codec(LZ4),
  segment_id FixedString(16) codec(ZSTD(1)),
  received Int64 codec(Delta, ZSTD(1)),
  document String codec(ZSTD(1))
)
engine = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/segments', '{replica}')
partition by toYYYYMMDD(toDateTime(intDiv(received, 1000000), 'UTC'))
order by (trace_id, segment_id)
settings
  index_granularity = 128,
  ttl_only_drop_parts = 1,
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1,
  min_parts_to_merge_at_once = 10,
  merge_selector_base = 10,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

create table if not exists segments on cluster 'traces' as segments_local
engine = Distributed('traces', currentDatabase(), 'segments_local', cityHash64(trace_id));

create table if not exists traces_local on cluster 'traces' (
  trace_id UUID codec(NONE),
  first SimpleAggregateFunction(min, Int64) codec(Delta, ZSTD(1)),
  last SimpleAggregateFunction(max, Int64) codec(Delta, ZSTD(1)),
  servers SimpleAggregateFunction(groupBitOr, UInt64) codec(ZSTD(1))
)
engine = ReplicatedAggregatingMergeTree('/clickhouse/tables/{shard}/{database}/traces', '{replica}')
order by trace_id
settings
  index_granularity = 128,
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1,
  min_parts_to_merge_at_once = 10,
  merge_selector_base = 10,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

create table if not exists traces on cluster 'traces' as traces_local
engine = Distributed('traces', currentDatabase(), 'traces_local', cityHash64(trace_id));

create materialized view if not exists traces_of_segments on cluster 'traces' to traces_local as
select
  trace_id,
  min(received) as first,
  max(received) as last,
  groupBitOr(bitShiftLeft(toUInt64(1), server)) as servers
from segments_local
group by trace_id;

create table if not exists summaries_local on cluster 'traces' (
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
  `segment.start` Array(Int64) codec(Delta(8), ZSTD(1)),
  `segment.duration` Array(Nullable(Int64)) codec(T64, ZSTD(1)),

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
  `edge.start` Array(Int64) codec(Delta(8), ZSTD(1)),
  `edge.duration` Array(Nullable(Int64)) codec(T64, ZSTD(1)),
  `edge.caller` Array(UInt64) codec(LZ4HC(3)),

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

  counted Int64
    materialized if(start > key_time + 3600000000 or start < key_time - 2592000000000, key_time, start)
    codec(Delta, ZSTD(1)),
  groups Array(UInt32) codec(ZSTD(1)),
  segment_flags UInt8 materialized arrayReduce('groupBitOr', segment.flags) codec(ZSTD(1)),
  segment_longest Int64 materialized arrayMax(x -> ifNull(x, 0), segment.duration) codec(ZSTD(1)),
  edge_flags UInt8 materialized arrayReduce('groupBitOr', edge.flags) codec(ZSTD(1)),
  edge_longest Int64 materialized arrayMax(x -> ifNull(x, 0), edge.duration) codec(ZSTD(1)),
  annotation_least Float64 materialized arrayMin(annotation.number) codec(ZSTD(1)),
  annotation_most Float64 materialized arrayMax(annotation.number) codec(ZSTD(1)),
  segment_shortest Int64 materialized arrayMin(x -> ifNull(x, 9223372036854775807), segment.duration) codec(ZSTD(1)),
  edge_shortest Int64 materialized arrayMin(x -> ifNull(x, 9223372036854775807), edge.duration) codec(ZSTD(1)),
  segment_urls String materialized if(empty(segment.http_url), '', concat(char(10), arrayStringConcat(arrayDistinct(segment.http_url), char(10)), char(10))) codec(LZ4HC(3)),
  segment_texts String materialized if(empty(arrayConcat(segment.http_method, segment.http_user_agent, segment.http_client_ip, segment.user, segment.instance_id, segment.availability_zone, segment.resource_arn)), '', concat(char(10), arrayStringConcat(arrayDistinct(arrayConcat(segment.http_method, segment.http_user_agent, segment.http_client_ip, segment.user, segment.instance_id, segment.availability_zone, segment.resource_arn)), char(10)), char(10))) codec(ZSTD(1)),
  edge_texts String materialized if(empty(arrayConcat(edge.http_method, edge.http_url, edge.http_user_agent, edge.http_client_ip)), '', concat(char(10), arrayStringConcat(arrayDistinct(arrayConcat(edge.http_method, edge.http_url, edge.http_user_agent, edge.http_client_ip)), char(10)), char(10))) codec(ZSTD(1)),
  annotation_texts String materialized if(empty(annotation.text), '', concat(char(10), arrayStringConcat(arrayDistinct(annotation.text), char(10)), char(10))) codec(ZSTD(1)),
  cause_texts String materialized if(empty(arrayConcat(cause_service.name, cause_entity.name, cause_exception.name, cause_exception.message)), '', concat(char(10), arrayStringConcat(arrayDistinct(arrayConcat(cause_service.name, cause_entity.name, cause_exception.name, cause_exception.message)), char(10)), char(10))) codec(ZSTD(1)),
  http_numbers Array(UInt64) materialized arrayDistinct(arrayConcat(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(1), 56)), if(isNull(http_url), [], [assumeNotNull(http_url)])), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(2), 56)), if(isNull(http_status), [], [assumeNotNull(http_status)])), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(3), 56)), if(isNull(http_method), [], [assumeNotNull(http_method)])), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(4), 56)), if(isNull(http_client_ip), [], [assumeNotNull(http_client_ip)])), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(5), 56)), if(isNull(http_user_agent), [], [assumeNotNull(http_user_agent)])))) codec(LZ4),
  segment_numbers Array(UInt64) materialized arrayDistinct(arrayConcat(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(6), 56)), arrayMap(x -> assumeNotNull(x), arrayFilter(x -> isNotNull(x), segment.user))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(7), 56)), arrayMap(x -> assumeNotNull(x), arrayFilter(x -> isNotNull(x), segment.instance_id))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(8), 56)), arrayMap(x -> assumeNotNull(x), arrayFilter(x -> isNotNull(x), segment.resource_arn))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(9), 56)), arrayMap(x -> assumeNotNull(x), arrayFilter(x -> isNotNull(x), segment.availability_zone))))) codec(LZ4),
  service_numbers Array(UInt64) materialized arrayDistinct(arrayConcat(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2), 8), bitShiftLeft(toUInt64(10), 56)), arrayZip(segment.name, segment.type, segment.flags)), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2), 8), bitShiftLeft(toUInt64(11), 56)), arrayFilter(x -> bitAnd(x.3, 64) = 64, arrayZip(segment.name, segment.type, segment.flags))))) codec(LZ4HC(3)),
  cause_numbers Array(UInt64) materialized arrayDistinct(arrayConcat(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2), 8), bitShiftLeft(toUInt64(13), 56)), arrayFilter(x -> bitAnd(x.3, 9) = 9, arrayZip(cause_service.name, cause_service.type, cause_service.flags))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2), 8), bitShiftLeft(toUInt64(14), 56)), arrayFilter(x -> bitAnd(x.3, 10) = 10, arrayZip(cause_service.name, cause_service.type, cause_service.flags))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2), 8), bitShiftLeft(toUInt64(15), 56)), arrayFilter(x -> bitAnd(x.3, 12) = 12, arrayZip(cause_service.name, cause_service.type, cause_service.flags))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1), 8), bitShiftLeft(toUInt64(16), 56)), arrayFilter(x -> bitAnd(x.2, 9) = 9, arrayZip(cause_exception.message, cause_exception.flags))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1), 8), bitShiftLeft(toUInt64(17), 56)), arrayFilter(x -> bitAnd(x.2, 10) = 10, arrayZip(cause_exception.message, cause_exception.flags))))) codec(LZ4),
  annotation_keys Array(UInt64) materialized arrayFilter((x, n) -> n = 1, arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1), 8), bitShiftLeft(if(x.2 = 'boolean' and x.4 = 0, toUInt64(19), toUInt64(12)), 56)), arrayZip(annotation.key, annotation.kind, annotation.text, annotation.number)), arrayEnumerateUniq(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2, x.3, x.4 + 0), 8), bitShiftLeft(toUInt64(18), 56)), arrayZip(annotation.key, annotation.kind, annotation.text, annotation.number)))) codec(LZ4),
  annotation_numbers Array(UInt64) materialized arrayDistinct(arrayConcat(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2, x.3, x.4 + 0), 8), bitShiftLeft(toUInt64(18), 56)), arrayZip(annotation.key, annotation.kind, annotation.text, annotation.number)))) codec(LZ4),
  present_keys UInt32 materialized arrayReduce('groupBitOr', arrayMap(x -> bitShiftLeft(toUInt32(1), bitShiftRight(x, 56)), arrayConcat(http_numbers, segment_numbers, service_numbers, cause_numbers, annotation_keys, annotation_numbers))) codec(LZ4),
  shape LowCardinality(String) materialized arrayStringConcat(arrayMap(x -> toString(reinterpretAsFixedString(x)), arraySort(arrayConcat([bitOr(bitShiftLeft(toUInt64(20), 56), toUInt64(present_keys))], service_numbers, arrayFilter(x -> bitShiftRight(x, 56) = 12, arrayDistinct(annotation_keys)))))) codec(ZSTD(1)),
  annotation_ranks Array(UInt64) materialized arraySort(arrayDistinct(arrayFilter(x -> x != 0, arrayMap((k, t, n) -> if(t = 'number', bitOr(bitShiftLeft(cityHash64(k), 48), bitShiftRight(if(bitShiftRight(reinterpretAsUInt64(n + 0), 63) = 1, bitNot(reinterpretAsUInt64(n + 0)), bitOr(reinterpretAsUInt64(n + 0), bitShiftLeft(toUInt64(1), 63))), 16)), 0), annotation.key, annotation.kind, annotation.number)))) codec(ZSTD(1)),

  index by_start start type minmax granularity 1,
  index by_annotation arrayMap((k, v) -> concat(k, '=', v), annotation.key, annotation.text) type bloom_filter(0.01) granularity 1,
  index by_annotation_key annotation.key type bloom_filter(0.01) granularity 1,
  index by_client_ip http_client_ip type bloom_filter(0.01) granularity 1,
  index by_user arrayMap(x -> ifNull(x, ''), segment.user) type bloom_filter(0.01) granularity 1,
  index by_name segment.name type bloom_filter(0.01) granularity 1,
  index by_counted counted type minmax granularity 1,
  index by_times (end, duration, response_time) type minmax granularity 1
)
engine = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/summaries', '{replica}', revision, gone)
partition by toYYYYMMDD(toDateTime(intDiv(key_time, 1000000), 'UTC'))
order by (key_time, trace_id)
settings
  index_granularity = 1024,
  ttl_only_drop_parts = 1,
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1,
  min_bytes_for_wide_part = 268435456,
  min_columns_to_activate_adaptive_write_buffer = 1,
  min_parts_to_merge_at_once = 12,
  merge_selector_base = 12,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

create table if not exists summaries on cluster 'traces' as summaries_local
engine = Distributed('traces', currentDatabase(), 'summaries_local', cityHash64(trace_id));

alter table summaries_local on cluster 'traces'
  add column if not exists counted Int64
    materialized if(start > key_time + 3600000000 or start < key_time - 2592000000000, key_time, start)
    codec(Delta, ZSTD(1)),
  add column if not exists segment.entity Array(UInt64) codec(ZSTD(1)),
  add column if not exists edge.caller Array(UInt64) codec(ZSTD(1)),
  add column if not exists edge.callee Array(UInt64) codec(ZSTD(1)),
  add column if not exists groups Array(UInt32) codec(ZSTD(1)),
  add index if not exists by_counted counted type minmax granularity 1;

alter table summaries on cluster 'traces' add column if not exists counted Int64;

alter table summaries on cluster 'traces' add column if not exists segment.entity Array(UInt64);

alter table summaries on cluster 'traces' add column if not exists edge.caller Array(UInt64);

alter table summaries on cluster 'traces' add column if not exists edge.callee Array(UInt64);

create table if not exists marks on cluster 'traces' (
  slot Int64 codec(Delta, ZSTD(1)),
  late UInt8 codec(ZSTD(1)),
  marks UInt64 codec(ZSTD(1))
)
engine = ReplicatedSummingMergeTree('/clickhouse/tables/{database}/marks', '{replica}', marks)
partition by toYYYYMM(toDateTime(intDiv(slot, 1000000), 'UTC'))
order by (slot, late)
settings
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1,
  min_parts_to_merge_at_once = 10,
  merge_selector_base = 10,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

create table if not exists late_traces on cluster 'traces' (
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
engine = ReplicatedReplacingMergeTree('/clickhouse/tables/{database}/late_traces', '{replica}', revision, gone)
partition by toYYYYMMDD(toDateTime(intDiv(slot, 1000000), 'UTC'))
order by (slot, trace_id)
settings
  index_granularity = 256,
  ttl_only_drop_parts = 1,
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1,
  min_parts_to_merge_at_once = 10,
  merge_selector_base = 10,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

create materialized view if not exists late_traces_of_summaries on cluster 'traces' to late_traces as
select
  intDiv(if(start > key_time + 3600000000 or start < key_time - 2592000000000, key_time, start), 10000000) * 10000000 as slot,
  trace_id,
  revision,
  gone,
  if(start > key_time + 3600000000 or start < key_time - 2592000000000, key_time, start) as counted,
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
  edge.duration,
  groups
from summaries_local
where gone = 0
  and not ((if(start > key_time + 3600000000 or start < key_time - 2592000000000, key_time, start)) > key_time - 20000000 and (if(start > key_time + 3600000000 or start < key_time - 2592000000000, key_time, start)) <= key_time + 5000000)
  and 1;

create table if not exists map_1m on cluster 'traces' (
  start Int64 codec(Delta, ZSTD(1)),
  late UInt8 codec(ZSTD(1)),
  group_name LowCardinality(String) codec(ZSTD(1)),
  version UInt64 codec(ZSTD(1)),
  traces Int64 default -1 codec(ZSTD(1)),

  node Nested(
    name LowCardinality(String),
    type LowCardinality(String),
    account LowCardinality(String),
    flags UInt8,
    ok UInt64,
    error UInt64,
    throttle UInt64,
    fault UInt64,
    total_time Int64,
    first Int64,
    last Int64,
    buckets Array(UInt8),
    counts Array(UInt64)
  ) codec(ZSTD(1)),

  edge Nested(
    from_name LowCardinality(String),
    from_type LowCardinality(String),
    from_account LowCardinality(String),
    to_name LowCardinality(String),
    to_type LowCardinality(String),
    to_account LowCardinality(String),
    flags UInt8,
    ok UInt64,
    error UInt64,
    throttle UInt64,
    fault UInt64,
    total_time Int64,
    first Int64,
    last Int64,
    buckets Array(UInt8),
    counts Array(UInt64)
  ) codec(ZSTD(1))
)
engine = ReplicatedReplacingMergeTree('/clickhouse/tables/{database}/map_1m', '{replica}', version)
partition by toYYYYMMDD(toDateTime(intDiv(start, 1000000), 'UTC'))
order by (group_name, late, start)
settings
  index_granularity = 64,
  ttl_only_drop_parts = 1,
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1;

create table if not exists map_1h on cluster 'traces' (
  start Int64 codec(Delta, ZSTD(1)),
  late UInt8 codec(ZSTD(1)),
  group_name LowCardinality(String) codec(ZSTD(1)),
  version UInt64 codec(ZSTD(1)),
  traces Int64 default -1 codec(ZSTD(1)),

  node Nested(
    name LowCardinality(String),
    type LowCardinality(String),
    account LowCardinality(String),
    flags UInt8,
    ok UInt64,
    error UInt64,
    throttle UInt64,
    fault UInt64,
    total_time Int64,
    first Int64,
    last Int64,
    buckets Array(UInt8),
    counts Array(UInt64)
  ) codec(ZSTD(1)),

  edge Nested(
    from_name LowCardinality(String),
    from_type LowCardinality(String),
    from_account LowCardinality(String),
    to_name LowCardinality(String),
    to_type LowCardinality(String),
    to_account LowCardinality(String),
    flags UInt8,
    ok UInt64,
    error UInt64,
    throttle UInt64,
    fault UInt64,
    total_time Int64,
    first Int64,
    last Int64,
    buckets Array(UInt8),
    counts Array(UInt64)
  ) codec(ZSTD(1))
)
engine = ReplicatedReplacingMergeTree('/clickhouse/tables/{database}/map_1h', '{replica}', version)
partition by toYYYYMMDD(toDateTime(intDiv(start, 1000000), 'UTC'))
order by (group_name, late, start)
settings
  index_granularity = 64,
  ttl_only_drop_parts = 1,
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1;

create table if not exists map_1d on cluster 'traces' (
  start Int64 codec(Delta, ZSTD(1)),
  late UInt8 codec(ZSTD(1)),
  group_name LowCardinality(String) codec(ZSTD(1)),
  version UInt64 codec(ZSTD(1)),
  traces Int64 default -1 codec(ZSTD(1)),

  node Nested(
    name LowCardinality(String),
    type LowCardinality(String),
    account LowCardinality(String),
    flags UInt8,
    ok UInt64,
    error UInt64,
    throttle UInt64,
    fault UInt64,
    total_time Int64,
    first Int64,
    last Int64,
    buckets Array(UInt8),
    counts Array(UInt64)
  ) codec(ZSTD(1)),

  edge Nested(
    from_name LowCardinality(String),
    from_type LowCardinality(String),
    from_account LowCardinality(String),
    to_name LowCardinality(String),
    to_type LowCardinality(String),
    to_account LowCardinality(String),
    flags UInt8,
    ok UInt64,
    error UInt64,
    throttle UInt64,
    fault UInt64,
    total_time Int64,
    first Int64,
    last Int64,
    buckets Array(UInt8),
    counts Array(UInt64)
  ) codec(ZSTD(1))
)
engine = ReplicatedReplacingMergeTree('/clickhouse/tables/{database}/map_1d', '{replica}', version)
partition by toYYYYMMDD(toDateTime(intDiv(start, 1000000), 'UTC'))
order by (group_name, late, start)
settings
  index_granularity = 64,
  ttl_only_drop_parts = 1,
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1;

create table if not exists horizons on cluster 'traces' (
  number UInt32,
  time Int64,
  farthest Int64,
  settled UInt8
)
engine = ReplicatedReplacingMergeTree('/clickhouse/tables/{database}/horizons', '{replica}', settled)
order by number
settings
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1;

alter table segments_local on cluster 'traces'
  modify setting
  min_parts_to_merge_at_once = 10,
  merge_selector_base = 10,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

alter table traces_local on cluster 'traces'
  modify setting
  min_parts_to_merge_at_once = 10,
  merge_selector_base = 10,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

alter table summaries_local on cluster 'traces'
  modify setting
  min_parts_to_merge_at_once = 12,
  merge_selector_base = 12,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

alter table marks on cluster 'traces'
  modify setting
  min_parts_to_merge_at_once = 10,
  merge_selector_base = 10,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

create table if not exists settings on cluster 'traces' (
  kind String,
  name String,
  value String,
  version UInt32,
  gone UInt8
)
engine = ReplicatedReplacingMergeTree('/clickhouse/tables/{database}/settings', '{replica}', version, gone)
order by (kind, name)
settings
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1;

create table if not exists servers on cluster 'traces' (
  number UInt8,
  identity String,
  state UInt8
)
engine = ReplicatedReplacingMergeTree('/clickhouse/tables/{database}/servers', '{replica}', state)
order by (number, identity)
settings
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1;

alter table summaries_local on cluster 'traces' add column if not exists groups Array(UInt32) codec(ZSTD(1));

alter table late_traces on cluster 'traces' add column if not exists groups Array(UInt32) codec(ZSTD(1));

alter table summaries on cluster 'traces' add column if not exists groups Array(UInt32);

alter table late_traces_of_summaries on cluster 'traces' modify query
select
  intDiv(if(start > key_time + 3600000000 or start < key_time - 2592000000000, key_time, start), 10000000) * 10000000 as slot,
  trace_id,
  revision,
  gone,
  if(start > key_time + 3600000000 or start < key_time - 2592000000000, key_time, start) as counted,
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
  edge.duration,
  groups
from summaries_local
where gone = 0
  and not ((if(start > key_time + 3600000000 or start < key_time - 2592000000000, key_time, start)) > key_time - 20000000 and (if(start > key_time + 3600000000 or start < key_time - 2592000000000, key_time, start)) <= key_time + 5000000)
  and 1;

alter table summaries_local on cluster 'traces'
  add column if not exists segment_flags UInt8 materialized arrayReduce('groupBitOr', segment.flags) codec(ZSTD(1)),
  add column if not exists segment_longest Int64 materialized arrayMax(x -> ifNull(x, 0), segment.duration) codec(ZSTD(1)),
  add column if not exists edge_flags UInt8 materialized arrayReduce('groupBitOr', edge.flags) codec(ZSTD(1)),
  add column if not exists edge_longest Int64 materialized arrayMax(x -> ifNull(x, 0), edge.duration) codec(ZSTD(1)),
  add column if not exists annotation_least Float64 materialized arrayMin(annotation.number) codec(ZSTD(1)),
  add column if not exists annotation_most Float64 materialized arrayMax(annotation.number) codec(ZSTD(1));

alter table summaries on cluster 'traces' add column if not exists segment_flags UInt8 materialized arrayReduce('groupBitOr', segment.flags);

alter table summaries on cluster 'traces' add column if not exists segment_longest Int64 materialized arrayMax(x -> ifNull(x, 0), segment.duration);

alter table summaries on cluster 'traces' add column if not exists edge_flags UInt8 materialized arrayReduce('groupBitOr', edge.flags);

alter table summaries on cluster 'traces' add column if not exists edge_longest Int64 materialized arrayMax(x -> ifNull(x, 0), edge.duration);

alter table summaries on cluster 'traces' add column if not exists annotation_least Float64 materialized arrayMin(annotation.number);

alter table summaries on cluster 'traces' add column if not exists annotation_most Float64 materialized arrayMax(annotation.number);

alter table summaries_local on cluster 'traces'
  add column if not exists segment_shortest Int64 materialized arrayMin(x -> ifNull(x, 9223372036854775807), segment.duration) codec(ZSTD(1)),
  add column if not exists edge_shortest Int64 materialized arrayMin(x -> ifNull(x, 9223372036854775807), edge.duration) codec(ZSTD(1)),
  add column if not exists segment_urls String materialized if(empty(segment.http_url), '', concat(char(10), arrayStringConcat(arrayDistinct(segment.http_url), char(10)), char(10))) codec(LZ4HC(3)),
  add column if not exists segment_texts String materialized if(empty(arrayConcat(segment.http_method, segment.http_user_agent, segment.http_client_ip, segment.user, segment.instance_id, segment.availability_zone, segment.resource_arn)), '', concat(char(10), arrayStringConcat(arrayDistinct(arrayConcat(segment.http_method, segment.http_user_agent, segment.http_client_ip, segment.user, segment.instance_id, segment.availability_zone, segment.resource_arn)), char(10)), char(10))) codec(ZSTD(1)),
  add column if not exists edge_texts String materialized if(empty(arrayConcat(edge.http_method, edge.http_url, edge.http_user_agent, edge.http_client_ip)), '', concat(char(10), arrayStringConcat(arrayDistinct(arrayConcat(edge.http_method, edge.http_url, edge.http_user_agent, edge.http_client_ip)), char(10)), char(10))) codec(ZSTD(1)),
  add column if not exists annotation_texts String materialized if(empty(annotation.text), '', concat(char(10), arrayStringConcat(arrayDistinct(annotation.text), char(10)), char(10))) codec(ZSTD(1)),
  add column if not exists cause_texts String materialized if(empty(arrayConcat(cause_service.name, cause_entity.name, cause_exception.name, cause_exception.message)), '', concat(char(10), arrayStringConcat(arrayDistinct(arrayConcat(cause_service.name, cause_entity.name, cause_exception.name, cause_exception.message)), char(10)), char(10))) codec(ZSTD(1));

alter table summaries on cluster 'traces' add column if not exists segment_shortest Int64 materialized arrayMin(x -> ifNull(x, 9223372036854775807), segment.duration);

alter table summaries on cluster 'traces' add column if not exists edge_shortest Int64 materialized arrayMin(x -> ifNull(x, 9223372036854775807), edge.duration);

alter table summaries on cluster 'traces' add column if not exists segment_urls String materialized if(empty(segment.http_url), '', concat(char(10), arrayStringConcat(arrayDistinct(segment.http_url), char(10)), char(10)));

alter table summaries on cluster 'traces' add column if not exists segment_texts String materialized if(empty(arrayConcat(segment.http_method, segment.http_user_agent, segment.http_client_ip, segment.user, segment.instance_id, segment.availability_zone, segment.resource_arn)), '', concat(char(10), arrayStringConcat(arrayDistinct(arrayConcat(segment.http_method, segment.http_user_agent, segment.http_client_ip, segment.user, segment.instance_id, segment.availability_zone, segment.resource_arn)), char(10)), char(10)));

alter table summaries on cluster 'traces' add column if not exists edge_texts String materialized if(empty(arrayConcat(edge.http_method, edge.http_url, edge.http_user_agent, edge.http_client_ip)), '', concat(char(10), arrayStringConcat(arrayDistinct(arrayConcat(edge.http_method, edge.http_url, edge.http_user_agent, edge.http_client_ip)), char(10)), char(10)));

alter table summaries on cluster 'traces' add column if not exists annotation_texts String materialized if(empty(annotation.text), '', concat(char(10), arrayStringConcat(arrayDistinct(annotation.text), char(10)), char(10)));

alter table summaries on cluster 'traces' add column if not exists cause_texts String materialized if(empty(arrayConcat(cause_service.name, cause_entity.name, cause_exception.name, cause_exception.message)), '', concat(char(10), arrayStringConcat(arrayDistinct(arrayConcat(cause_service.name, cause_entity.name, cause_exception.name, cause_exception.message)), char(10)), char(10)));

alter table map_1m on cluster 'traces' add column if not exists traces Int64 default -1 codec(ZSTD(1));

alter table map_1h on cluster 'traces' add column if not exists traces Int64 default -1 codec(ZSTD(1));

alter table map_1d on cluster 'traces' add column if not exists traces Int64 default -1 codec(ZSTD(1));

alter table summaries_local on cluster 'traces'
  add column if not exists http_numbers Array(UInt64) materialized arrayDistinct(arrayConcat(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(1), 56)), if(isNull(http_url), [], [assumeNotNull(http_url)])), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(2), 56)), if(isNull(http_status), [], [assumeNotNull(http_status)])), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(3), 56)), if(isNull(http_method), [], [assumeNotNull(http_method)])), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(4), 56)), if(isNull(http_client_ip), [], [assumeNotNull(http_client_ip)])), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(5), 56)), if(isNull(http_user_agent), [], [assumeNotNull(http_user_agent)])))) codec(LZ4),
  add column if not exists segment_numbers Array(UInt64) materialized arrayDistinct(arrayConcat(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(6), 56)), arrayMap(x -> assumeNotNull(x), arrayFilter(x -> isNotNull(x), segment.user))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(7), 56)), arrayMap(x -> assumeNotNull(x), arrayFilter(x -> isNotNull(x), segment.instance_id))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(8), 56)), arrayMap(x -> assumeNotNull(x), arrayFilter(x -> isNotNull(x), segment.resource_arn))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(9), 56)), arrayMap(x -> assumeNotNull(x), arrayFilter(x -> isNotNull(x), segment.availability_zone))))) codec(LZ4),
  add column if not exists service_numbers Array(UInt64) materialized arrayDistinct(arrayConcat(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2), 8), bitShiftLeft(toUInt64(10), 56)), arrayZip(segment.name, segment.type, segment.flags)), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2), 8), bitShiftLeft(toUInt64(11), 56)), arrayFilter(x -> bitAnd(x.3, 64) = 64, arrayZip(segment.name, segment.type, segment.flags))))) codec(LZ4HC(3)),
  add column if not exists cause_numbers Array(UInt64) materialized arrayDistinct(arrayConcat(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2), 8), bitShiftLeft(toUInt64(13), 56)), arrayFilter(x -> bitAnd(x.3, 9) = 9, arrayZip(cause_service.name, cause_service.type, cause_service.flags))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2), 8), bitShiftLeft(toUInt64(14), 56)), arrayFilter(x -> bitAnd(x.3, 10) = 10, arrayZip(cause_service.name, cause_service.type, cause_service.flags))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2), 8), bitShiftLeft(toUInt64(15), 56)), arrayFilter(x -> bitAnd(x.3, 12) = 12, arrayZip(cause_service.name, cause_service.type, cause_service.flags))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1), 8), bitShiftLeft(toUInt64(16), 56)), arrayFilter(x -> bitAnd(x.2, 9) = 9, arrayZip(cause_exception.message, cause_exception.flags))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1), 8), bitShiftLeft(toUInt64(17), 56)), arrayFilter(x -> bitAnd(x.2, 10) = 10, arrayZip(cause_exception.message, cause_exception.flags))))) codec(LZ4),
  add column if not exists annotation_keys Array(UInt64) materialized arrayFilter((x, n) -> n = 1, arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1), 8), bitShiftLeft(if(x.2 = 'boolean' and x.4 = 0, toUInt64(19), toUInt64(12)), 56)), arrayZip(annotation.key, annotation.kind, annotation.text, annotation.number)), arrayEnumerateUniq(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2, x.3, x.4 + 0), 8), bitShiftLeft(toUInt64(18), 56)), arrayZip(annotation.key, annotation.kind, annotation.text, annotation.number)))) codec(LZ4),
  add column if not exists annotation_numbers Array(UInt64) materialized arrayDistinct(arrayConcat(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2, x.3, x.4 + 0), 8), bitShiftLeft(toUInt64(18), 56)), arrayZip(annotation.key, annotation.kind, annotation.text, annotation.number)))) codec(LZ4),
  add column if not exists present_keys UInt32 materialized arrayReduce('groupBitOr', arrayMap(x -> bitShiftLeft(toUInt32(1), bitShiftRight(x, 56)), arrayConcat(http_numbers, segment_numbers, service_numbers, cause_numbers, annotation_keys, annotation_numbers))) codec(LZ4);

alter table summaries on cluster 'traces' add column if not exists http_numbers Array(UInt64) materialized arrayDistinct(arrayConcat(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(1), 56)), if(isNull(http_url), [], [assumeNotNull(http_url)])), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(2), 56)), if(isNull(http_status), [], [assumeNotNull(http_status)])), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(3), 56)), if(isNull(http_method), [], [assumeNotNull(http_method)])), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(4), 56)), if(isNull(http_client_ip), [], [assumeNotNull(http_client_ip)])), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(5), 56)), if(isNull(http_user_agent), [], [assumeNotNull(http_user_agent)]))));

alter table summaries on cluster 'traces' add column if not exists segment_numbers Array(UInt64) materialized arrayDistinct(arrayConcat(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(6), 56)), arrayMap(x -> assumeNotNull(x), arrayFilter(x -> isNotNull(x), segment.user))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(7), 56)), arrayMap(x -> assumeNotNull(x), arrayFilter(x -> isNotNull(x), segment.instance_id))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(8), 56)), arrayMap(x -> assumeNotNull(x), arrayFilter(x -> isNotNull(x), segment.resource_arn))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x), 8), bitShiftLeft(toUInt64(9), 56)), arrayMap(x -> assumeNotNull(x), arrayFilter(x -> isNotNull(x), segment.availability_zone)))));

alter table summaries on cluster 'traces' add column if not exists service_numbers Array(UInt64) materialized arrayDistinct(arrayConcat(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2), 8), bitShiftLeft(toUInt64(10), 56)), arrayZip(segment.name, segment.type, segment.flags)), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2), 8), bitShiftLeft(toUInt64(11), 56)), arrayFilter(x -> bitAnd(x.3, 64) = 64, arrayZip(segment.name, segment.type, segment.flags)))));

alter table summaries on cluster 'traces' add column if not exists cause_numbers Array(UInt64) materialized arrayDistinct(arrayConcat(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2), 8), bitShiftLeft(toUInt64(13), 56)), arrayFilter(x -> bitAnd(x.3, 9) = 9, arrayZip(cause_service.name, cause_service.type, cause_service.flags))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2), 8), bitShiftLeft(toUInt64(14), 56)), arrayFilter(x -> bitAnd(x.3, 10) = 10, arrayZip(cause_service.name, cause_service.type, cause_service.flags))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2), 8), bitShiftLeft(toUInt64(15), 56)), arrayFilter(x -> bitAnd(x.3, 12) = 12, arrayZip(cause_service.name, cause_service.type, cause_service.flags))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1), 8), bitShiftLeft(toUInt64(16), 56)), arrayFilter(x -> bitAnd(x.2, 9) = 9, arrayZip(cause_exception.message, cause_exception.flags))), arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1), 8), bitShiftLeft(toUInt64(17), 56)), arrayFilter(x -> bitAnd(x.2, 10) = 10, arrayZip(cause_exception.message, cause_exception.flags)))));

alter table summaries on cluster 'traces' add column if not exists annotation_keys Array(UInt64) materialized arrayFilter((x, n) -> n = 1, arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1), 8), bitShiftLeft(if(x.2 = 'boolean' and x.4 = 0, toUInt64(19), toUInt64(12)), 56)), arrayZip(annotation.key, annotation.kind, annotation.text, annotation.number)), arrayEnumerateUniq(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2, x.3, x.4 + 0), 8), bitShiftLeft(toUInt64(18), 56)), arrayZip(annotation.key, annotation.kind, annotation.text, annotation.number))));

alter table summaries on cluster 'traces' add column if not exists annotation_numbers Array(UInt64) materialized arrayDistinct(arrayConcat(arrayMap(x -> bitOr(bitShiftRight(cityHash64(x.1, x.2, x.3, x.4 + 0), 8), bitShiftLeft(toUInt64(18), 56)), arrayZip(annotation.key, annotation.kind, annotation.text, annotation.number))));

alter table summaries on cluster 'traces' add column if not exists present_keys UInt32 materialized arrayReduce('groupBitOr', arrayMap(x -> bitShiftLeft(toUInt32(1), bitShiftRight(x, 56)), arrayConcat(http_numbers, segment_numbers, service_numbers, cause_numbers, annotation_keys, annotation_numbers)));

create table if not exists listings_local on cluster 'traces' (
  key_time Int64 codec(Delta, ZSTD(1)),
  trace_id UUID codec(NONE),
  revision UInt32 codec(ZSTD(1)),
  gone UInt8 codec(ZSTD(1)),
  listed String codec(ZSTD(1))
)
engine = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/listings', '{replica}', revision, gone)
partition by toYYYYMMDD(toDateTime(intDiv(key_time, 1000000), 'UTC'))
order by (key_time, trace_id)
settings
  index_granularity = 32,
  min_compress_block_size = 8192,
  ttl_only_drop_parts = 1,
  fsync_after_insert = 1,
  fsync_part_directory = 1,
  min_rows_to_fsync_after_merge = 1,
  min_parts_to_merge_at_once = 10,
  merge_selector_base = 10,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

create table if not exists listings on cluster 'traces' as listings_local
engine = Distributed('traces', currentDatabase(), 'listings_local', cityHash64(trace_id));

alter table summaries_local on cluster 'traces' add column if not exists listed String codec(ZSTD(1));

alter table summaries on cluster 'traces' add column if not exists listed String;

insert into listings (key_time, trace_id, revision, gone, listed)
select key_time, trace_id, revision, gone, listed
from summaries
where listed != ''
  or gone = 1
settings
  max_threads = 1,
  max_insert_threads = 1,
  max_block_size = 8192,
  min_insert_block_size_rows = 65536,
  min_insert_block_size_bytes = 33554432;

alter table summaries on cluster 'traces' drop column if exists listed;

alter table summaries_local on cluster 'traces' drop column if exists listed;

alter table summaries_local on cluster 'traces'
  modify column segment_urls codec(LZ4HC(3));

alter table summaries_local on cluster 'traces'
  drop index if exists by_end;

alter table summaries_local on cluster 'traces'
  add index if not exists by_times (end, duration, response_time) type minmax granularity 1;

alter table summaries_local on cluster 'traces'
  materialize index by_times;

alter table summaries_local on cluster 'traces'
  add column if not exists shape LowCardinality(String) materialized arrayStringConcat(arrayMap(x -> toString(reinterpretAsFixedString(x)), arraySort(arrayConcat([bitOr(bitShiftLeft(toUInt64(20), 56), toUInt64(present_keys))], service_numbers, arrayFilter(x -> bitShiftRight(x, 56) = 12, arrayDistinct(annotation_keys)))))) codec(ZSTD(1));

alter table summaries on cluster 'traces' add column if not exists shape LowCardinality(String) materialized arrayStringConcat(arrayMap(x -> toString(reinterpretAsFixedString(x)), arraySort(arrayConcat([bitOr(bitShiftLeft(toUInt64(20), 56), toUInt64(present_keys))], service_numbers, arrayFilter(x -> bitShiftRight(x, 56) = 12, arrayDistinct(annotation_keys))))));

alter table summaries_local on cluster 'traces'
  materialize column shape;

alter table summaries_local on cluster 'traces'
  add column if not exists annotation_ranks Array(UInt64) materialized arraySort(arrayDistinct(arrayFilter(x -> x != 0, arrayMap((k, t, n) -> if(t = 'number', bitOr(bitShiftLeft(cityHash64(k), 48), bitShiftRight(if(bitShiftRight(reinterpretAsUInt64(n + 0), 63) = 1, bitNot(reinterpretAsUInt64(n + 0)), bitOr(reinterpretAsUInt64(n + 0), bitShiftLeft(toUInt64(1), 63))), 16)), 0), annotation.key, annotation.kind, annotation.number)))) codec(ZSTD(1));

alter table summaries on cluster 'traces' add column if not exists annotation_ranks Array(UInt64) materialized arraySort(arrayDistinct(arrayFilter(x -> x != 0, arrayMap((k, t, n) -> if(t = 'number', bitOr(bitShiftLeft(cityHash64(k), 48), bitShiftRight(if(bitShiftRight(reinterpretAsUInt64(n + 0), 63) = 1, bitNot(reinterpretAsUInt64(n + 0)), bitOr(reinterpretAsUInt64(n + 0), bitShiftLeft(toUInt64(1), 63))), 16)), 0), annotation.key, annotation.kind, annotation.number))));

alter table summaries_local on cluster 'traces'
  materialize column annotation_ranks;

alter table summaries_local on cluster 'traces'
  modify setting merge_selector_base = 8;

alter table segments_local on cluster 'traces'
  modify setting
  min_parts_to_merge_at_once = 10,
  merge_selector_base = 10,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

alter table traces_local on cluster 'traces'
  modify setting
  min_parts_to_merge_at_once = 10,
  merge_selector_base = 10,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

alter table summaries_local on cluster 'traces'
  modify setting
  min_parts_to_merge_at_once = 12,
  merge_selector_base = 12,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

alter table listings_local on cluster 'traces'
  modify setting
  min_parts_to_merge_at_once = 10,
  merge_selector_base = 10,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

alter table marks on cluster 'traces'
  modify setting
  min_parts_to_merge_at_once = 10,
  merge_selector_base = 10,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

alter table late_traces on cluster 'traces'
  modify setting
  min_parts_to_merge_at_once = 10,
  merge_selector_base = 10,
  merge_selector_enable_heuristic_to_remove_small_parts_at_right = 0,
  cleanup_delay_period = 5,
  cleanup_delay_period_random_add = 0,
  max_cleanup_delay_period = 60;

alter table segments_local on cluster 'traces'
  modify column trace_id codec(LZ4);

alter table summaries_local on cluster 'traces'
  modify column segment.start codec(Delta(8), ZSTD(1)),
  modify column edge.start codec(Delta(8), ZSTD(1)),
  modify column segment.duration codec(T64, ZSTD(1)),
  modify column edge.duration codec(T64, ZSTD(1)),
  modify column edge.caller codec(LZ4HC(3)),
  modify column segment_urls codec(LZ4HC(3)),
  modify column service_numbers codec(LZ4HC(3));
