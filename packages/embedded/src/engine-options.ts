import { resolve } from 'node:path'
import type { QuerySettings } from './settings.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
export type Log = (level: LogLevel, message: string, fields?: object) => void

/** A query names its lane in the ClickHouse setting `log_comment`. */
export const laneNames = ['load', 'lookup', 'ask'] as const
export type LaneName = (typeof laneNames)[number]

export interface LaneOptions {
  /** Sessions, that is queries that run at the same time. */
  readonly sessions: number
  /** Settings of every query in this lane that does not give its own. */
  readonly settings: QuerySettings
}

export interface EngineOptions {
  /** The engine's own directory; made where absent. */
  readonly dataDir: string
  readonly log?: Log
  /** How long to wait for another process that still holds the directory; milliseconds. */
  readonly directoryTimeout?: number
  /** How long the engine's process may take until it answers, the wait for the directory aside; milliseconds. */
  readonly readyTimeout?: number
  /** How long running queries may take to end when the engine is closed; milliseconds. */
  readonly drainTimeout?: number
  readonly lanes?: Partial<Record<LaneName, Partial<LaneOptions>>>
  /** The engine's own limit over all queries, merges and caches; bytes. */
  readonly maxServerMemory?: number
  /** Largest statement, bytes. */
  readonly maxStatement?: number
  /** Largest INSERT body after decompression, bytes. */
  readonly maxInsert?: number
}

/** Every option with its value, as the engine's process gets them. */
export type ResolvedOptions = Required<Omit<EngineOptions, 'log' | 'lanes'>> & {
  readonly lanes: Readonly<Record<LaneName, LaneOptions>>
}

const MIB = 1024 * 1024

/** Generous: they stop a question that would take the process down, not one that is merely slow. */
const LANES: Readonly<Record<LaneName, LaneOptions>> = {
  load: {
    sessions: 1,
    settings: { max_execution_time: '300', max_memory_usage: `${512 * MIB}`, max_rows_to_read: '0' },
  },
  lookup: {
    sessions: 2,
    settings: { max_execution_time: '10', max_memory_usage: `${256 * MIB}`, max_rows_to_read: '100000000' },
  },
  ask: {
    sessions: 2,
    settings: {
      max_execution_time: '30',
      max_memory_usage: `${512 * MIB}`,
      max_rows_to_read: '1000000000',
      // By default the engine takes a thread for each GiB that is free, and so never more than one of 700 MiB.
      max_threads_min_free_memory_per_thread: '0',
    },
  },
}

export function resolveOptions(options: EngineOptions): ResolvedOptions {
  const lane = (name: LaneName): LaneOptions => ({
    sessions: options.lanes?.[name]?.sessions ?? LANES[name].sessions,
    settings: { ...LANES[name].settings, ...options.lanes?.[name]?.settings },
  })
  return {
    // Its process works in another directory than ours.
    dataDir: resolve(options.dataDir),
    directoryTimeout: options.directoryTimeout ?? 10_000,
    readyTimeout: options.readyTimeout ?? 60_000,
    drainTimeout: options.drainTimeout ?? 10_000,
    maxServerMemory: options.maxServerMemory ?? 700 * MIB,
    maxStatement: options.maxStatement ?? 16 * MIB,
    maxInsert: options.maxInsert ?? 1024 * MIB,
    lanes: { load: lane('load'), lookup: lane('lookup'), ask: lane('ask') },
  }
}
