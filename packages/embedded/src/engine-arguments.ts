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
    compiled_expression_cache_size: 16 * MIB,
    mmap_cache_size: 64,
    max_thread_pool_size: 256,
    max_thread_pool_free_size: 16,
    background_pool_size: 2,
    background_schedule_pool_size: 2,
  }
  return Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
}
