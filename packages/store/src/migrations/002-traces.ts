import type { Migration } from './home.ts'
import { mergeSettings } from './merge-settings.ts'
import { syncSettings } from './sync-settings.ts'

/**
 * The trace directory: when this trace's documents were received, and by which servers (bit n: server n). It says
 * whether a trace is new, on which days its documents lie, and its key (`first`). Filling it twice changes nothing.
 */
export const traces: Migration = {
  number: 2,
  name: 'traces',
  statements: (home) => [
    `create table if not exists ${home.local('traces')} ${home.onCluster} (
  trace_id UUID codec(NONE),
  first SimpleAggregateFunction(min, Int64) codec(Delta, ZSTD(1)),
  last SimpleAggregateFunction(max, Int64) codec(Delta, ZSTD(1)),
  servers SimpleAggregateFunction(groupBitOr, UInt64) codec(ZSTD(1))
)
engine = ${home.engine('AggregatingMergeTree', 'traces')}
order by trace_id
settings
  index_granularity = 128,
  ${syncSettings},
  ${mergeSettings(10)}`,
    ...home.over('traces'),
    `create materialized view if not exists traces_of_segments ${home.onCluster} to ${home.local('traces')} as
select
  trace_id,
  min(received) as first,
  max(received) as last,
  groupBitOr(bitShiftLeft(toUInt64(1), server)) as servers
from ${home.local('segments')}
group by trace_id`,
  ],
}
