import type { Migration } from './home.ts'
import { timesIndex } from './times-index.ts'

/**
 * Lists of the slowest traces, and filters for slow ones, pass over granules that have none (docs/decisions/163). Rows of before are
 * indexed behind the server's back, which takes some seconds for a million traces.
 */
export const times: Migration = {
  number: 15,
  name: 'times',
  statements: (home) => {
    const alter = `alter table ${home.local('summaries')} ${home.onCluster}`
    return [
      `${alter}
  drop index if exists by_end`,
      `${alter}
  add ${timesIndex.replace('index', 'index if not exists')}`,
      `${alter}
  materialize index by_times`,
    ]
  },
}
