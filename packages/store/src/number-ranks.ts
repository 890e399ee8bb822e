import { materialized } from './migrations/materialized-columns.ts'

// What stands in the column was made with this SQL: to change it is a migration that makes it again.

/**
 * A number of an annotation: 16 bits of its key's hash, and below them the number's 48 highest, so turned that they are in the order of
 * the numbers. Of numbers that agree in eleven digits it may not tell which is greater, and one key in 65,536 has the bits of another: it is a bound.
 */
export function rankSql(key: string, number: string): string {
  // Adding 0 takes the sign of 0 away.
  const bits = `reinterpretAsUInt64(${number} + 0)`
  const isNegative = `bitShiftRight(${bits}, 63) = 1`
  const ordered = `if(${isNegative}, bitNot(${bits}), bitOr(${bits}, bitShiftLeft(toUInt64(1), 63)))`
  return `bitOr(${leastRankSql(key)}, bitShiftRight(${ordered}, 16))`
}

/** Below the rank of any number of the key. */
export function leastRankSql(key: string): string {
  return `bitShiftLeft(cityHash64(${key}), 48)`
}

/** Above the rank of any number of the key. */
export function greatestRankSql(key: string): string {
  return `bitOr(${leastRankSql(key)}, 281474976710655)`
}

const ranks = `arrayMap((k, t, n) -> if(t = 'number', ${rankSql('k', 'n')}, 0), annotation.key, annotation.kind, annotation.number)`

/** Name, type, and how the engine makes it from the lists of a row. No rank is 0. */
export const rankColumnType = [
  'annotation_ranks',
  'Array(UInt64)',
  `arraySort(arrayDistinct(arrayFilter(x -> x != 0, ${ranks})))`,
] as const

export const rankColumns = materialized([rankColumnType])
