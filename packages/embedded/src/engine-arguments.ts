import type { ResolvedOptions } from './engine-options.ts'

const MIB = 1024 * 1024

/**
 * The engine's server settings, in clickhouse-local's command-line form. Defaults are made for servers of many cores
 * that own the machine: caches of 5 GiB each, ten thousand threads.
 */
export function engineArguments(options: Pick<ResolvedOptions, 'maxServerMemory'>): readonly string[] {
  const settings: Readonly<Record<string, number>> = {
    max_server_memory_usage: options.maxServerMemory,
    mark_cache_size: 64 * MIB,
    index_mark_cache_size: 32 * MIB,
    primary_index_cache_size: 64 * MIB,
    uncompressed_cache_size: 0,
    index_uncompressed_cache_size: 0,
    query_condition_cache_size: 16 * MIB,
    mmap_cache_size: 64,
    max_thread_pool_size: 256,
    max_thread_pool_free_size: 16,
    background_pool_size: 2,
    background_schedule_pool_size: 2,
    // A control group may hold other processes as well (ours, in a container): only this one's own memory counts.
    memory_worker_use_cgroup: 0,
    // What the library counts as allocated is neither all nor only what the process holds: Node allocates beside it.
    memory_worker_correct_memory_tracker: 1,
    // A question that is asked three times would be compiled: 50 to 200 ms of CPU, more than nearly all of them take.
    compile_expressions: 0,
    compile_aggregate_expressions: 0,
    compile_sort_description: 0,
    // Samples and logs that nobody can read in a library: 2 % of a load.
    query_profiler_real_time_period_ns: 0,
    query_profiler_cpu_time_period_ns: 0,
    memory_profiler_step: 0,
    log_queries: 0,
    log_profile_events: 0,
    log_processors_profiles: 0,
    log_query_settings: 0,
  }
  return Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
}
