import fc from 'fast-check'
import type { JsonObject } from './json.ts'

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const time = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 40 }).map((n) => 100 + n / 10) },
  fc.constant('soon'),
)
const fields = {
  id,
  parent_id: fc.option(id, { nil: undefined }),
  name: fc.constantFrom('one', 'two', 'three'),
  type: fc.constantFrom(undefined, undefined, undefined, 'subsegment'),
  start_time: time,
  end_time: fc.option(time, { nil: undefined }),
  in_progress: fc.constantFrom(undefined, undefined, undefined, true),
  inferred: fc.constantFrom(undefined, undefined, true),
  namespace: fc.constantFrom(undefined, 'aws', 'remote', 'local'),
  http: fc.constantFrom(undefined, { response: { status: 503 } }, { request: { method: 'GET', url: 'http://a/b' } }, 7),
  aws: fc.constantFrom(undefined, { operation: 'GetItem', table_name: 'T' }, []),
}

/** For tests: documents that may be anything: shared ids, rings of parents, no times, ends before starts. */
export const anyDocuments: fc.Arbitrary<readonly JsonObject[]> = fc.array(
  fc.letrec<{ document: JsonObject }>((tie) => ({
    document: fc.record({
      ...fields,
      subsegments: fc.option(fc.array(tie('document'), { maxLength: 3, depthIdentifier: 'nested' }), {
        nil: undefined,
        depthIdentifier: 'nested',
        maxDepth: 3,
      }),
    }) as fc.Arbitrary<JsonObject>,
  })).document,
  { maxLength: 8 },
)
