import { ClickHouseError } from '@clickhouse/client'
import { StoreError } from './errors.ts'

/** Of ClickHouse's codes MEMORY_LIMIT_EXCEEDED. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof StoreError && error.cause instanceof ClickHouseError && error.cause.code === '241'
}
