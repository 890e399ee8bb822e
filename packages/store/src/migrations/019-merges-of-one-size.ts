import type { Migration } from './home.ts'
import { mergeSettings } from './merge-settings.ts'

/** For tables that were made when a great part was merged with every insert (docs/decisions/187). */
export const mergesOfOneSize: Migration = {
  number: 19,
  name: 'merges of one size',
  statements: (home) =>
    Object.entries({
      [home.local('segments')]: 10,
      [home.local('traces')]: 10,
      [home.local('summaries')]: 12,
      [home.local('listings')]: 10,
      marks: 10,
      late_traces: 10,
    }).map(
      ([table, parts]) => `alter table ${table} ${home.onCluster}
  modify setting
  ${mergeSettings(parts)}`,
    ),
}
