import type { Migration } from './home.ts'
import { addMaterialized } from './materialized-columns.ts'
import { countColumn, textColumns, texts as textTypes } from './text-columns.ts'

/**
 * `…_texts` and `segment_urls`: the texts of all elements of a list, each once, between line feeds. A text that is not in
 * there is in no element. `…_shortest`: the shortest that any element took; the greatest number where none took any time.
 *
 * `traces` of the map's rows: how many are counted in it. -1: the row was made before rows knew.
 *
 * Rows of before have these texts and times too, made from the lists whenever they are read (docs/decisions/132).
 */
export const texts: Migration = {
  number: 11,
  name: 'texts',
  statements: (home) => [
    ...addMaterialized(home, 'summaries', textTypes, textColumns),
    ...['map_1m', 'map_1h', 'map_1d'].map(
      (table) => `alter table ${table} ${home.onCluster} add column if not exists ${countColumn}`,
    ),
  ],
}
