import { shapeColumns, shapeColumnTypes } from '../trace-shape.ts'
import type { Migration } from './home.ts'
import { addMaterialized } from './materialized-columns.ts'

/**
 * `shape`: which services a trace met, which keys its annotations have, and of which keys it has values at all, in one text that
 * many traces share (docs/decisions/186). To make it whenever it is read takes longer than to do without: rows of before get theirs
 * behind the server's back, in about a second for a million traces.
 */
export const shapes: Migration = {
  number: 16,
  name: 'shapes',
  statements: (home) => [
    ...addMaterialized(home, 'summaries', shapeColumnTypes, shapeColumns),
    `alter table ${home.local('summaries')} ${home.onCluster}
  materialize column shape`,
  ],
}
