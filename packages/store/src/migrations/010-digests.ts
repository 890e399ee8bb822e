import type { Migration } from './home.ts'

/**
 * What a filter looks at before it opens the lists of a trace: which flags some segment or edge has, the longest of each,
 * and the least and the greatest number among the annotations. They are bounds: a list without elements has 0.
 *
 * Rows of before have the same values, made from the lists whenever they are read.
 */
export const digests: Migration = {
  number: 10,
  name: 'digests',
  statements: (home) => [
    `alter table ${home.local('summaries')} ${home.onCluster}
  ${columns.map(([name, type, sql]) => `add column if not exists ${name} ${type} materialized ${sql} codec(ZSTD(1))`).join(',\n  ')}`,
    ...columns.flatMap(([name, type, sql]) => home.columnOver('summaries', `${name} ${type} materialized ${sql}`)),
  ],
}

const columns = [
  ['segment_flags', 'UInt8', `arrayReduce('groupBitOr', segment.flags)`],
  ['segment_longest', 'Int64', 'arrayMax(x -> ifNull(x, 0), segment.duration)'],
  ['edge_flags', 'UInt8', `arrayReduce('groupBitOr', edge.flags)`],
  ['edge_longest', 'Int64', 'arrayMax(x -> ifNull(x, 0), edge.duration)'],
  ['annotation_least', 'Float64', 'arrayMin(annotation.number)'],
  ['annotation_most', 'Float64', 'arrayMax(annotation.number)'],
] as const
