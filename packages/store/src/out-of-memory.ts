import { ClickHouseError } from '@clickhouse/client'
import { StoreError } from './errors.ts'

/** Of ClickHouse's codes MEMORY_LIMIT_EXCEEDED. */
export function isOutOfMemory(error: unknown): boolean {
  return hasCode(error, '241')
}

/** TOO_LARGE_ARRAY_SIZE: the engine gathers lists of 16 million elements at most. */
export function isTooLargeList(error: unknown): boolean {
  return hasCode(error, '128')
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof StoreError && error.cause instanceof ClickHouseError && error.cause.code === code
}
