import { materialized } from './materialized-columns.ts'

/** What filters look at before they open the lists of a trace: see 010-digests.ts. */
export const digests = [
  ['segment_flags', 'UInt8', `arrayReduce('groupBitOr', segment.flags)`],
  ['segment_longest', 'Int64', 'arrayMax(x -> ifNull(x, 0), segment.duration)'],
  ['edge_flags', 'UInt8', `arrayReduce('groupBitOr', edge.flags)`],
  ['edge_longest', 'Int64', 'arrayMax(x -> ifNull(x, 0), edge.duration)'],
  ['annotation_least', 'Float64', 'arrayMin(annotation.number)'],
  ['annotation_most', 'Float64', 'arrayMax(annotation.number)'],
] as const

export const digestColumns = materialized(digests)
