import { rankColumns, rankColumnType } from '../number-ranks.ts'
import type { Migration } from './home.ts'
import { addMaterialized } from './materialized-columns.ts'

/**
 * `annotation_ranks`: the numbers among a trace's annotations, each once with its key, so that one list of integers tells whether any is within bounds
 * (docs/decisions/185). Rows of before get theirs behind the server's back; until then it is made from their lists whenever it is read.
 */
export const ranks: Migration = {
  number: 17,
  name: 'ranks',
  statements: (home) => [
    ...addMaterialized(home, 'summaries', [rankColumnType], rankColumns),
    `alter table ${home.local('summaries')} ${home.onCluster}
  materialize column annotation_ranks`,
  ],
}
