import { describe, expect, test } from 'vitest'
import { assemble } from './assemble.ts'
import { compile } from './compile.ts'
import type { DocumentDigest } from './digest.ts'
import { digestDocument } from './digest-document.ts'
import { httpCall, idOf, segment, subsegment, tableCall, testEpoch, testTraceId } from './document.builder.ts'

function compiled(...digests: readonly DocumentDigest[]): unknown[] {
  return compile(assemble(testTraceId, digests)).map(({ document }) => JSON.parse(document))
}

describe('a processed document', () => {
  test('keeps every field as sent but writes ids in one form, and in_progress only where it is so', () => {
    const text = `{"id":"ABCDEF0123456789","trace_id":"6b031b4e41cf7f587be6b9c4ad1d06a3","name":"x","start_time":1.795E9,
      "end_time":1795000001.5,"in_progress":false,"parent_id":"00000000000000FF","custom":{"__proto__":[1,null]},
      "__proto__":"kept","metadata":{"default":{"n":1e400,"deep":[[{}]]}},"subsegments":[]}`
    const digest = digestDocument(text, { keepSource: true })
    expect(digest).toBeDefined()
    expect(compile(assemble(testTraceId, digest ? [digest] : []))).toEqual([
      {
        id: 'abcdef0123456789',
        document:
          '{"id":"abcdef0123456789","trace_id":"1-6b031b4e-41cf7f587be6b9c4ad1d06a3","name":"x","start_time":1795000000,' +
          '"end_time":1795000001.5,"parent_id":"00000000000000ff","custom":{"__proto__":[1,null]},"__proto__":"kept",' +
          '"metadata":{"default":{"n":null,"deep":[[{}]]}}}',
      },
    ])
  })

  test('of what is in progress says so, at every depth', () => {
    const open = segment({
      id: 'a',
      at: [0],
      subsegments: [{ id: 'b', at: [1], subsegments: [{ id: 'c', at: [2, 3] }] }],
    })
    expect(compiled(open)).toMatchObject([
      {
        in_progress: true,
        subsegments: [{ in_progress: true, subsegments: [{ id: idOf('c'), end_time: testEpoch + 0.003 }] }],
      },
    ])
    expect(JSON.stringify(compiled(open)).match(/in_progress/g)).toHaveLength(2)
  })
})

describe('an inferred document', () => {
  test('is made of the call: its name, times, http and aws, with the origin of an AWS resource', () => {
    const call = tableCall({ id: 'b', at: [1, 2], http: { response: { status: 200, content_length: 7 } } })
    const [, inferred] = compiled(segment({ id: 'a', at: [0, 9], subsegments: [call] }))
    expect(inferred).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      name: 'DynamoDB',
      start_time: testEpoch + 0.001,
      trace_id: testTraceId,
      end_time: testEpoch + 0.002,
      parent_id: idOf('b'),
      inferred: true,
      http: { response: { status: 200, content_length: 7 } },
      aws: { operation: 'GetItem', table_name: 'Products' },
      origin: 'AWS::DynamoDB::Table',
    })
  })

  test('has no origin where the callee is no AWS resource, and is in progress while the call is', () => {
    const [, inferred] = compiled(segment({ id: 'a', at: [0], subsegments: [httpCall({ id: 'b', at: [1] })] }))
    expect(inferred).toEqual({
      id: expect.any(String),
      name: 'backend.example',
      start_time: testEpoch + 0.001,
      trace_id: testTraceId,
      in_progress: true,
      parent_id: idOf('b'),
      inferred: true,
    })
  })

  test.each([
    { http: { response: { status: 400 } }, fault: undefined },
    { http: { response: { status: 500 } }, fault: true },
    { http: undefined, fault: true },
  ])('takes error and throttle from the call, but its fault with $http as $fault', ({ http, fault }) => {
    const call = tableCall({ id: 'b', at: [1, 2], error: true, throttle: true, fault: true, ...(http && { http }) })
    const [, inferred] = compiled(segment({ id: 'a', at: [0, 9], subsegments: [call] })) as Record<string, unknown>[]
    expect([inferred?.error, inferred?.throttle, inferred?.fault]).toEqual([true, true, fault])
  })

  test('has the same id at every assembly, and another for another call or trace', () => {
    const at = (...calls: string[]) =>
      compile(
        assemble(testTraceId, [
          segment({ id: 'a', at: [0, 9], subsegments: calls.map((id) => httpCall({ id, at: [1, 2] })) }),
        ]),
      ).map(({ id }) => id)
    expect(at('b')[1]).toBe(at('c', 'b')[1])
    expect(at('c')[1]).not.toBe(at('b')[1])
  })
})

test('an orphan is answered as a subsegment of its own, after the segments', () => {
  const orphan = subsegment({ id: 'b', parent: 'f', at: [0, 1], subsegments: [{ id: 'c', at: [0, 1] }] })
  expect(compiled(orphan, segment({ id: 'a', at: [5, 6] }))).toMatchObject([
    { id: idOf('a') },
    {
      id: idOf('b'),
      type: 'subsegment',
      trace_id: testTraceId,
      parent_id: idOf('f'),
      subsegments: [{ id: idOf('c') }],
    },
  ])
})

test('digests without their source are refused with a reason', () => {
  const { source: _, ...digest } = segment({ id: 'a', at: [0, 1] })
  expect(() => compile(assemble(testTraceId, [digest]))).toThrow('keepSource')
})
