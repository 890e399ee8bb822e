import type { Micros } from '@roentgen/trace'
import type { ActiveTrace } from '../active-traces.ts'

/**
 * Under which key a trace in memory has its row: the directory's `first` as this process last knew it. Goes with the
 * trace when that is forgotten.
 */
export type WrittenKeys = WeakMap<ActiveTrace, Micros>
