import { listedColumns } from '../summary-columns.ts'
import type { Home, Migration } from './home.ts'

/**
 * `listed`: what a list shows of a trace, in one value: the RowBinary of the columns, as an answer has it. The few rows that
 * a list gives lie far apart, and each costs a granule of every column that is read.
 *
 * `…_texts` and `segment_urls`: the texts of all elements of a list, each once, between line feeds. A text that is not in
 * there is in no element. `…_shortest`: the shortest that any element took; the greatest number where none took any time.
 *
 * Rows of before have the same values, made from the lists whenever they are read (docs/decisions/132).
 */
export const texts: Migration = {
  number: 11,
  name: 'texts',
  statements: (home: Home) => [
    `alter table ${home.local('summaries')} ${home.onCluster}
  ${columns.map(([name, type, sql]) => `add column if not exists ${name} ${type} materialized ${sql} codec(ZSTD(1))`).join(',\n  ')}`,
    ...columns.flatMap(([name, type, sql]) => home.columnOver('summaries', `${name} ${type} materialized ${sql}`)),
  ],
}

const columns = [
  ['listed', 'String', `formatRow('RowBinary', ${listedColumns.join(', ')})`],
  ['segment_shortest', 'Int64', shortest('segment.duration')],
  ['edge_shortest', 'Int64', shortest('edge.duration')],
  ['segment_urls', 'String', textsOf(['segment.http_url'])],
  [
    'segment_texts',
    'String',
    textsOf(
      [
        'http_method',
        'http_user_agent',
        'http_client_ip',
        'user',
        'instance_id',
        'availability_zone',
        'resource_arn',
      ].map((column) => `segment.${column}`),
    ),
  ],
  [
    'edge_texts',
    'String',
    textsOf(['http_method', 'http_url', 'http_user_agent', 'http_client_ip'].map((column) => `edge.${column}`)),
  ],
  ['annotation_texts', 'String', textsOf(['annotation.text'])],
  [
    'cause_texts',
    'String',
    textsOf(['cause_service.name', 'cause_entity.name', 'cause_exception.name', 'cause_exception.message']),
  ],
] as const

function shortest(column: string): string {
  return `arrayMin(x -> ifNull(x, 9223372036854775807), ${column})`
}

function textsOf(lists: readonly string[]): string {
  const all = lists.length === 1 ? lists.join() : `arrayConcat(${lists.join(', ')})`
  return `if(empty(${all}), '', concat(char(10), arrayStringConcat(arrayDistinct(${all}), char(10)), char(10)))`
}
