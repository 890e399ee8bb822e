import { codecs } from './codecs.ts'
import type { Migration } from './home.ts'

/** Some columns are stored smaller (docs/decisions/192). Rows of before stay as they are until they are merged with others. */
export const smallerColumns: Migration = {
  number: 20,
  name: 'smaller columns',
  statements: (home) => [
    `alter table ${home.local('segments')} ${home.onCluster}
  modify column trace_id codec(${codecs.documentsOfTrace})`,
    `alter table ${home.local('summaries')} ${home.onCluster}
  modify column segment.start codec(${codecs.starts}),
  modify column edge.start codec(${codecs.starts}),
  modify column segment.duration codec(${codecs.durations}),
  modify column edge.duration codec(${codecs.durations}),
  modify column edge.caller codec(${codecs.repeated}),
  modify column segment_urls codec(${codecs.repeated}),
  modify column service_numbers codec(${codecs.repeated})`,
  ],
}
