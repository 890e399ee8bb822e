import type { Migration } from './home.ts'

/** Summaries are merged less often (docs/decisions/187). */
export const mergesOfSummaries: Migration = {
  number: 18,
  name: 'merges of summaries',
  statements: (home) => [
    `alter table ${home.local('summaries')} ${home.onCluster}
  modify setting merge_selector_base = 8`,
  ],
}
