import type { Migration } from './home.ts'
import { urlsCodec } from './text-columns.ts'

/**
 * The texts that filters read most of, in a form that unpacks faster (docs/decisions/163). Rows of before stay as they are until
 * they are merged with others.
 */
export const urls: Migration = {
  number: 14,
  name: 'urls',
  statements: (home) => [
    `alter table ${home.local('summaries')} ${home.onCluster}
  modify column segment_urls codec(${urlsCodec})`,
  ],
}
