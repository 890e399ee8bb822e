import { digestColumns, digests as digestTypes } from './digest-columns.ts'
import type { Migration } from './home.ts'
import { addMaterialized } from './materialized-columns.ts'

/**
 * What a filter looks at before it opens the lists of a trace: which flags some segment or edge has, the longest of each,
 * and the least and the greatest number among the annotations. They are bounds: a list without elements has 0.
 *
 * Rows of before have the same values, made from the lists whenever they are read.
 */
export const digests: Migration = {
  number: 10,
  name: 'digests',
  statements: (home) => addMaterialized(home, 'summaries', digestTypes, digestColumns),
}
