import { parseTraceId, type TraceId } from '@roentgen/trace'

interface TestTrace {
  readonly id: TraceId
  readonly documents: readonly object[]
}

/**
 * A request that never was: a page asks a service, which asks a table.
 *
 * @param now epoch seconds: it ended just then
 * @param randomHex so many random hexadecimal digits
 */
export function testTrace(now: number, randomHex: (digits: number) => string): TestTrace {
  const spelling = `1-${Math.floor(now).toString(16).padStart(8, '0')}-${randomHex(24)}`
  const id = parseTraceId(spelling)
  if (id === undefined) throw new Error(`${spelling} is no trace id`)
  const [page, call, service, table] = [randomHex(16), randomHex(16), randomHex(16), randomHex(16)]
  const at = (millisecondsBefore: number) => Math.round((now - millisecondsBefore / 1000) * 1e6) / 1e6
  return {
    id,
    documents: [
      {
        trace_id: id,
        id: page,
        name: 'test-page',
        start_time: at(180),
        end_time: at(0),
        http: { request: { method: 'GET', url: `http://test-page/` }, response: { status: 200 } },
        annotations: { sent_by: 'console' },
        subsegments: [
          {
            id: call,
            name: 'test-service',
            namespace: 'remote',
            start_time: at(150),
            end_time: at(20),
            http: { request: { method: 'GET', url: 'http://test-service/' }, response: { status: 200 } },
          },
        ],
      },
      {
        trace_id: id,
        id: service,
        parent_id: call,
        name: 'test-service',
        start_time: at(140),
        end_time: at(30),
        http: { request: { method: 'GET', url: 'http://test-service/' }, response: { status: 200 } },
        subsegments: [
          {
            id: table,
            name: 'DynamoDB',
            namespace: 'aws',
            start_time: at(120),
            end_time: at(50),
            aws: { operation: 'GetItem', table_name: 'test-table', region: 'us-east-1' },
            http: { response: { status: 200 } },
          },
        ],
      },
    ],
  }
}

export function randomHex(digits: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(digits / 2))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
