import { numberColumns, numberColumnTypes } from '../value-numbers.ts'
import type { Migration } from './home.ts'
import { addMaterialized } from './materialized-columns.ts'

/**
 * `…_numbers`: the values by which analytics tells traces apart (URL, users, services, annotations and so on), each once, as
 * hashes that begin with a tag of their key (value-numbers.ts). Groups and comparisons count these, and read the texts of the
 * few that they show. `annotation_keys`: for each of `annotation_numbers` the hash of its key.
 *
 * Rows of before have the same numbers, made from the lists whenever they are read (docs/decisions/146).
 */
export const numbers: Migration = {
  number: 12,
  name: 'numbers',
  statements: (home) => addMaterialized(home, 'summaries', numberColumnTypes, numberColumns),
}
