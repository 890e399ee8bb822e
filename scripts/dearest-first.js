import { BaseSequencer } from 'vitest/node'

/** Files that take ten seconds or more, the longest first: one that begins last would run alone. */
const dearest = [
  'fault-points',
  'any-sequence',
  'retention/retention',
  'loader/servers',
  'server/src/groups',
  'commands',
  'restore',
  'cli/src/tail',
  'loader/loader',
  'backup',
  'shop/shop',
  'filter-sql/filter-sql',
  'guide',
  'full-disk',
  'list-traces',
  'real-sdk',
  'service-statistics',
  'embedded/src/engine',
  'verify/verify',
  'server/src/live',
  'lifecycle',
  'server/src/analytics',
  'readme',
  'ask',
]

/** vitest knows the last run's times; a fresh clone has none, and then goes by the sizes of files. */
export class DearestFirst extends BaseSequencer {
  /** @override @param {import('vitest/node').TestSpecification[]} files */
  async sort(files) {
    /** @param {import('vitest/node').TestSpecification} file */
    const place = ({ moduleId }) => {
      const at = dearest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`))
      return at < 0 ? dearest.length : at
    }
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other))
  }
}
