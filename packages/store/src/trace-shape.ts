import { materialized } from './migrations/materialized-columns.ts'
import { ownNumbersSql, presentTag, tagOf } from './value-numbers.ts'

/** Keys of which many traces have the same values: these follow from what the traces do, not from whom they serve. */
export const keysOfShape = ['service', 'entrypoint', 'annotation'] as const
export type KeyOfShape = (typeof keysOfShape)[number]

export function isKeyOfShape(key: unknown): key is KeyOfShape {
  return keysOfShape.some((one) => one === key)
}

/** `present_keys`, as a number among the others. */
export const presentSql = `bitOr(bitShiftLeft(toUInt64(${presentTag}), 56), toUInt64(present_keys))`

const numbers = `arraySort(arrayConcat([${presentSql}], service_numbers, ${ownNumbersSql('annotation')}))`

/**
 * The numbers of a trace's values of these keys, and of the keys that it has, in order: eight bytes each. The highest byte is a tag
 * and never 0, so that none is lost where zeros at the end are. Of low cardinality: a few thousand texts stand for millions of
 * traces, which the engine then counts by their places in a dictionary.
 *
 * It was made with this SQL: to change it is a migration that makes it again.
 */
export const shapeColumnTypes = [
  [
    'shape',
    'LowCardinality(String)',
    `arrayStringConcat(arrayMap(x -> toString(reinterpretAsFixedString(x)), ${numbers}))`,
  ],
] as const

/** As it stands where a table is made or altered. */
export const shapeColumns = materialized(shapeColumnTypes)

/** Of a shape, by the name of its column: its numbers of these keys, and what stands for the keys that are there if that is asked. */
export function numbersOfShapeSql(
  shape: string,
  keys: readonly KeyOfShape[],
  { withPresent = false }: { readonly withPresent?: boolean } = {},
): string {
  const all = `arrayMap(i -> reinterpretAsUInt64(substring(${shape}, 8 * i + 1, 8)), range(intDiv(length(${shape}), 8)))`
  const tags = [...keys.map(tagOf), ...(withPresent ? [presentTag] : [])]
  return `arrayFilter(x -> bitShiftRight(x, 56) in (${tags.join(', ')}), ${all})`
}
