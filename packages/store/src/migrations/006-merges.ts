import type { Migration } from './home.ts'
import { mergeSettings } from './merge-settings.ts'

/** For tables that were made without them. */
export const merges: Migration = {
  number: 6,
  name: 'merges',
  statements: (home) =>
    Object.entries({ segments: 10, traces: 10, summaries: 12, marks: 10 }).map(
      ([table, parts]) => `alter table ${home.local(table)} ${home.onCluster}
  modify setting
  ${mergeSettings(parts)}`,
    ),
}
