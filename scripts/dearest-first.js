import { BaseSequencer } from 'vitest/node'

/** Files that take four seconds or more on a busy machine, the longest first: one that begins last would run alone. */
const dearest = [
  'any-sequence',
  'ordered-traces',
  'retention/retention',
  'fault-points',
  'loader/servers',
  'backup',
  'full-disk',
  'loader/loader',
  'embedded/src/engine',
  'restore',
  'server/src/groups',
  'filter-sql/filter-sql',
  'verify/verify',
  'migrate',
  'guide',
  'commands',
  'server/src/analytics',
  'shop/shop',
  'cli/src/tail',
  'value-numbers',
  'list-traces',
  'lifecycle',
  'map-ahead',
  'contract',
  'server/src/live',
  'server/src/udp',
  'leaving',
  'ask',
  'groups-survive',
  'worker',
  'readme',
  'real-sdk',
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
