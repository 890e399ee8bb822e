import type { ClickHouseSettings } from '@clickhouse/client'
import type { Home } from './home.ts'

/**
 * Tables of a cluster. Those with an element for each trace or document are sharded by the trace: a Replicated table on
 * each shard, `…_local`, and a Distributed one over them that has the name everyone asks. The others are small, and the
 * same on every node: their path names no shard.
 */
export function clusterHome(cluster: string): Home {
  const replicated = (family: string, path: string, columns: string) =>
    `Replicated${family}('/clickhouse/tables/${path}', '{replica}'${columns === '' ? '' : `, ${columns}`})`
  return {
    onCluster: `on cluster '${cluster}'`,
    engine: (family, table, columns = '') =>
      replicated(family, sharded.has(table) ? `{shard}/{database}/${table}` : `{database}/${table}`, columns),
    local: (table) => (sharded.has(table) ? `${table}_local` : table),
    over: (table) =>
      sharded.has(table)
        ? [
            `create table if not exists ${table} on cluster '${cluster}' as ${table}_local
engine = Distributed('${cluster}', currentDatabase(), '${table}_local', cityHash64(trace_id))`,
          ]
        : [],
    columnOver: (table, column) =>
      sharded.has(table) ? [`alter table ${table} on cluster '${cluster}' add column if not exists ${column}`] : [],
    noColumnOver: (table, column) =>
      sharded.has(table) ? [`alter table ${table} on cluster '${cluster}' drop column if exists ${column}`] : [],
  }
}

/** What was stored is what is asked, whichever node answers: steps of a load rely on what the one before has stored. */
export const clusterSettings = {
  distributed_foreground_insert: 1,
  insert_quorum: 'auto',
  insert_quorum_parallel: 0,
  select_sequential_consistency: '1',
} satisfies ClickHouseSettings

const sharded = new Set(['segments', 'traces', 'summaries', 'listings'])
